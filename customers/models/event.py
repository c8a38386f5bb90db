"""Something that happened to a customer, told by another program."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from customers.models.case import SupportCase
from customers.models.customer import Customer
from customers.querysets import EventQuerySet


class Event(models.Model):
    """A named moment: support_case_closed, trial_signup, renewal, or any name of the company's own.

    `key` is the sender's: the same key twice is one event.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.JSONField(default=dict, blank=True)
    # The case that the event speaks of: a poor answer to the survey after it reopens this one.
    support_case = models.ForeignKey(
        SupportCase, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    objects: ClassVar[models.Manager[Event]] = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-occurred_at", "-pk")
        indexes = (models.Index(fields=["name", "received_at"], name="customers_event_name_received"),)

    def __str__(self) -> str:
        return f"{self.name} of customer {self.customer_id}"

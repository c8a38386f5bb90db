"""What happened between a customer and us outside surveys: support cases, and how much they use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.enums import CaseState
from customers.models.customer import Customer


class SupportCase(models.Model):
    """A case of the helpdesk, known by the helpdesk's own identifier.

    `reopened_by_us_at` is set when a poor answer reopened it here; other programs are told by webhook.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="support_cases")
    external_id = models.CharField("identifier in your helpdesk", max_length=120, unique=True)
    subject = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by_us_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="customers_supportcase_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.CLOSED) | Q(closed_at__isnull=False),
                name="customers_supportcase_closed_has_time",
            ),
        )
        indexes = (models.Index(fields=["customer", "opened_at"], name="customers_supportcase_of"),)

    def __str__(self) -> str:
        return self.subject or self.external_id


class UsageReading(models.Model):
    """How much of something a customer used by a day. A later reading of the day replaces it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="usage")
    metric = models.CharField(max_length=64)
    on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("metric", "on")
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "metric", "on"], name="customers_usagereading_once_a_day"
            ),
        )
        indexes = (models.Index(fields=["metric", "on"], name="customers_usagereading_metric"),)

    def __str__(self) -> str:
        return f"{self.metric} of {self.customer_id} on {self.on}: {self.value}"

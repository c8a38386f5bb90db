"""Whom a campaign may ask, as rules that people write; and what the rules may speak of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from customers.enums import AttributeKind


class Audience(models.Model):
    """A saved filter over customers. `rules` is the filter language of `customers/domain/audiences/`."""

    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=300, blank=True, default="")
    rules = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class AttributeDefinition(models.Model):
    """A custom attribute that customers have: its key in `Customer.attributes`, its name and its kind."""

    key = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=AttributeKind.choices, default=AttributeKind.TEXT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("label", "key")

    def __str__(self) -> str:
        return self.label


class Launch(models.Model):
    """Something happened to many at once: it becomes an event of each member of an audience.

    `next_id` is the first customer who has no event yet: a launch that was interrupted goes on there.
    """

    event_name = models.CharField("event", max_length=64)
    title = models.CharField("what was launched", max_length=200)
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, blank=True, related_name="launches"
    )
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    next_id = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return self.title

"""Other programs that want to be told, and each call of theirs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.models import Customer
from integrations.enums import DeliveryState
from integrations.querysets import DeliveryQuerySet, EndpointQuerySet


class WebhookEndpoint(models.Model):
    """An address of another program. Calls are signed with `secret`; `events` lists the names it hears."""

    name = models.CharField(max_length=120, unique=True)
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=64, editable=False)
    # After a rotation both sign for a while, so that the other program has time to learn the new one.
    old_secret = models.CharField(max_length=64, blank=True, default="", editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # What happened earlier is not told: from then on it is on, and hears these events.
    listens_since = models.DateTimeField(default=timezone.now)
    # Since when no call succeeded; empty while they do.
    failing_since = models.DateTimeField(null=True, blank=True)
    # Set by the machine after too many failures in a row; a person switches it on again.
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[models.Manager[WebhookEndpoint]] = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one endpoint: the row is the message, it is called until it answers 2xx or is given up.

    At least once: `key` is the event's own, sent along, so that the other program can tell twice from two.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    # Of whom the payload speaks: it is cleared when they are erased.
    customer = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="webhook_deliveries"
    )
    event = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField()
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.PLANNED)
    created_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    claim_token = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[WebhookDelivery]] = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "webhook deliveries"
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "key"], name="integrations_webhookdelivery_once"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.DELIVERED) | Q(delivered_at__isnull=False),
                name="integrations_delivery_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.CLAIMED)
                | Q(claim_token__isnull=False, claimed_at__isnull=False),
                name="integrations_delivery_claimed_by_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=["send_after"],
                condition=Q(state=DeliveryState.PLANNED),
                name="integrations_delivery_due",
            ),
            models.Index(fields=["endpoint", "created_at"], name="integrations_delivery_of"),
        )

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}"

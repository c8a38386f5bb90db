"""Other programs that want to be told, and each call of theirs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from integrations.enums import DeliveryState


class WebhookEndpoint(models.Model):
    """An address of another program. Calls are signed with `secret`; `events` lists the names it hears."""

    name = models.CharField(max_length=120, unique=True)
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=64, editable=False)
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set by the machine after too many failures in a row; a person switches it on again.
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one endpoint: the row is the message, it is called until it answers 2xx or is given up.

    At least once: `key` is the event's own, sent along, so that the other program can tell twice from two.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
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

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "webhook deliveries"
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "key"], name="integrations_webhookdelivery_once"),
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

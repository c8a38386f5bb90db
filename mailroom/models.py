"""The outbox row that every message is, and the local outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.querysets import LocalMailQuerySet


class OutboxRow(models.Model):
    """One message to one person. The row is the message; tasks only ring.

    The facts are instants in UTC, empty until known. Columns have database defaults, because
    planning writes rows with a single INSERT … SELECT.
    """

    state = models.CharField(max_length=10, choices=OutboxState.choices, db_default=OutboxState.PLANNED)
    reason = models.CharField(max_length=80, blank=True, db_default="")
    planned_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    claim_token = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    attempt_started_at = models.DateTimeField(null=True, blank=True)
    provider_message_id = models.CharField(max_length=255, blank=True, db_default="")
    last_error = models.CharField(max_length=500, blank=True, db_default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    clicked_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(state=OutboxState.CLAIMED)
                | Q(claim_token__isnull=False, claimed_at__isnull=False),
                name="%(app_label)s_%(class)s_claim_has_token",
            ),
            models.CheckConstraint(
                condition=~Q(state=OutboxState.SENT) | Q(sent_at__isnull=False),
                name="%(app_label)s_%(class)s_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=OutboxState.SKIPPED) | ~Q(reason=""),
                name="%(app_label)s_%(class)s_skip_has_reason",
            ),
        )


class LocalMail(models.Model):
    """A mail that stays on this server, to be looked at under /outbox/."""

    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    raw = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[models.Manager[LocalMail]] = LocalMailQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"


class ProviderEvent(models.Model):
    """One event of a mail provider's webhook: stored first, acted on afterwards, each once.

    `key` is the provider's own id of the event, else a digest of what it says. `recipient_hash` is the
    address as contacts know it; the address itself is in the payload, which is dropped when it is done.
    """

    esp = models.CharField("provider", max_length=40)
    key = models.CharField(max_length=128)
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    # False for a bounce that may pass: a full mailbox, a server that is down.
    is_permanent = models.BooleanField(default=True)
    message_id = models.CharField(max_length=255, blank=True, default="")
    recipient_hash = models.CharField(max_length=64, blank=True, default="")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=EventState.choices, default=EventState.NEW)
    processed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("received_at", "pk")
        constraints = (models.UniqueConstraint(fields=["esp", "key"], name="mailroom_providerevent_once"),)
        indexes = (
            models.Index(
                fields=["state", "received_at"],
                condition=Q(state=EventState.NEW),
                name="mailroom_providerevent_new",
            ),
            models.Index(
                fields=["recipient_hash", "occurred_at"],
                condition=Q(kind=EventKind.BOUNCED),
                name="mailroom_providerevent_bounce",
            ),
        )

    def __str__(self) -> str:
        return f"{self.esp}: {self.kind} at {self.occurred_at}"

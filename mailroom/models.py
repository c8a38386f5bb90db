"""The outbox row that every message is, and the local outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mailroom.enums import OutboxState
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

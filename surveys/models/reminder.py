"""A second and a third mail of one invitation: outbox rows of their own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mailroom.enums import OutboxState
from mailroom.models import OutboxRow
from surveys.enums import label_of_reason
from surveys.models.invitation import Invitation
from surveys.querysets import ReminderQuerySet


class Reminder(OutboxRow):
    """Reminder number 1 or 2 of an invitation. It goes to the invitation's own contact, or to nobody."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[Reminder]] = ReminderQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        ordering = ("-pk",)
        constraints = (
            *OutboxRow.Meta.constraints,
            models.UniqueConstraint(fields=["invitation", "number"], name="surveys_reminder_numbered_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="surveys_reminder_one_or_two"),
        )
        indexes = (
            models.Index(
                fields=["send_after"], condition=Q(state=OutboxState.PLANNED), name="surveys_reminder_due"
            ),
            models.Index(
                fields=["state", "claimed_at"],
                condition=Q(state=OutboxState.CLAIMED),
                name="surveys_reminder_claimed",
            ),
            models.Index(
                fields=["attempt_started_at"],
                condition=Q(attempt_started_at__isnull=False),
                name="surveys_reminder_tried",
            ),
            models.Index(
                fields=["provider_message_id"],
                condition=~Q(provider_message_id=""),
                name="surveys_reminder_mail_name",
            ),
            models.Index(
                fields=["state", "attempt_started_at"],
                condition=Q(state=OutboxState.UNKNOWN),
                name="surveys_reminder_unknown",
            ),
        )

    def __str__(self) -> str:
        return f"reminder {self.number} of {self.invitation_id}"

    @property
    def reason_label(self) -> str:
        """The reason in words; a code that nobody knows any more stays as it is."""
        return label_of_reason(self.reason)

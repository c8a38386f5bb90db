"""What the staff is told: in the app, and by e-mail as outbox rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from followups.enums import NotificationKind
from followups.models.followup import FollowUp
from followups.models.playbook import StepRun
from followups.querysets import NotificationQuerySet
from mailroom.enums import OutboxState
from mailroom.models import OutboxRow


class Notification(OutboxRow):
    """One thing that one person is told; `key` makes sure of once. `path` is the page it leads to.

    Without e-mail the row is `skipped` with the reason `app_only`; `in_app` says whether the bell shows it.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=10, choices=NotificationKind.choices)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    followup = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    step_run = models.ForeignKey(
        StepRun, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    in_app = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Notification]] = NotificationQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        ordering = ("-planned_at", "-pk")
        indexes = (
            models.Index(
                fields=["send_after"], condition=Q(state=OutboxState.PLANNED), name="followups_notif_due"
            ),
            models.Index(
                fields=["state", "claimed_at"],
                condition=Q(state=OutboxState.CLAIMED),
                name="followups_notif_claimed",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None, in_app=True),
                name="followups_notif_unread",
            ),
            models.Index(fields=["recipient", "planned_at"], name="followups_notif_of"),
        )

    def __str__(self) -> str:
        return self.title


class NotificationChoice(models.Model):
    """What one person wants to be told of, and how. Without a row the defaults hold.

    `app` and `mail` list the kinds that are switched off; the digest comes at `digest_hour` of their own day.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choice"
    )
    app_off = models.JSONField(default=list, blank=True)
    mail_off = models.JSONField(default=list, blank=True)
    digest_hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])

    def __str__(self) -> str:
        return f"notifications of {self.user_id}"

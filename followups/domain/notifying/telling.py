"""Telling one person one thing, once: in the app, by e-mail, or not at all, as they wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.notifying import choosing
from followups.models import Notification
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.enums import NotificationKind
    from followups.models import FollowUp, StepRun
    from team.models import User

APP_ONLY = "app_only"


def tell(
    *,
    recipient: User,
    kind: NotificationKind,
    key: str,
    title: str,
    path: str,
    now: datetime,
    text: str = "",
    followup: FollowUp | None = None,
    step_run: StepRun | None = None,
) -> bool:
    """Write the notification as a row; the mailroom sends its e-mail, the bell shows it.

    `key` names the occasion ("assigned:12:7"): the same key twice is one notification. False when it was
    told before, when the person has no access any more, or when they want neither the bell nor the mail.
    """
    choice = choosing.of(recipient)
    in_app = choosing.is_wanted_in_app(choice, kind)
    by_mail = choosing.is_wanted_by_mail(choice, kind)
    if not recipient.is_active or not (in_app or by_mail):
        return False
    row = Notification(
        recipient=recipient,
        kind=kind,
        key=key,
        title=title[:200],
        text=text,
        path=path,
        followup=followup,
        step_run=step_run,
        in_app=in_app,
        state=OutboxState.PLANNED if by_mail else OutboxState.SKIPPED,
        reason="" if by_mail else APP_ONLY,
        planned_at=now,
        send_after=now,
    )
    return bool(_insert(row))


def _insert(row: Notification) -> int:
    """How many rows were written: another with the same key leaves everything as it is."""
    told_before = Notification.objects.filter(key=row.key).exists()
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    return 0 if told_before else 1

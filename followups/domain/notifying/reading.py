"""What the bell shows, and what somebody has read of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followups.models import Notification

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from followups.querysets import NotificationQuerySet
    from team.models import User

# Read long ago, it says nothing any more.
KEPT = timedelta(days=90)
MOST = 99


def shown(user: User) -> NotificationQuerySet:
    """Everything that the bell has for this person, the newest first."""
    found: NotificationQuerySet = Notification.objects.filter(recipient=user, in_app=True)
    return found.select_related("followup").order_by("-planned_at", "-pk")


def unread(user: User) -> int:
    """How many are new, at most MOST + 1."""
    return Notification.objects.unread().filter(recipient=user)[: MOST + 1].count()


def mark_read(*, user: User, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark these as read, or all; how many were new."""
    rows = Notification.objects.unread().filter(recipient=user)
    chosen = rows if ids is None else rows.filter(pk__in=ids)
    return chosen.update(read_at=now)


def saw_followup(*, user_id: int, followup_id: int, now: datetime) -> int:
    """Whoever opened a follow-up has read what was told of it."""
    rows = Notification.objects.unread().filter(recipient=user_id, followup=followup_id)
    return rows.update(read_at=now)


def sweep(*, now: datetime) -> int:
    """Delete what was told long ago; returns how many."""
    return Notification.objects.filter(planned_at__lt=now - KEPT).delete()[0]

"""What somebody has seen: a follow-up that changed after that is news to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.notifying import reading
from followups.models import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followups.models import FollowUp
    from team.models import User


def mark(*, followup_id: int, user_id: int, now: datetime) -> None:
    """Remember that this person has just looked at it, or changed it themselves; what told of it is read."""
    reading.saw_followup(user_id=user_id, followup_id=followup_id, now=now)
    Seen.objects.bulk_create(
        [Seen(user_id=user_id, followup_id=followup_id, at=now)],
        update_conflicts=True,
        unique_fields=["user", "followup"],
        update_fields=["at"],
    )


def news_among(followups: Iterable[FollowUp], *, user: User) -> set[int]:
    """The ids of those that hold something new for this person. One query.

    Of their own, what they never opened is new; of others', only what changed since they looked: else
    everything would be.
    """
    rows = list(followups)
    seen = Seen.objects.filter(user=user, followup__in=[row.pk for row in rows])
    last = dict(seen.values_list("followup", "at"))
    return {row.pk for row in rows if _is_news(row, last.get(row.pk), user)}


def _is_news(row: FollowUp, seen_at: datetime | None, user: User) -> bool:
    if row.is_closed:
        return False
    if seen_at is None:
        return row.assignee_id == user.pk
    return row.changed_at is not None and row.changed_at > seen_at

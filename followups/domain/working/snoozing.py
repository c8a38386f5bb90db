"""Out of one's sight until later: the row sleeps, the clock does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import history
from followups.domain.working.changing import change
from followups.enums import ActivityKind
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def snooze(*, followup: FollowUp, actor: User, until: datetime, note: str, now: datetime) -> FollowUp:
    """Hide a follow-up from its owner's list until then. Deadlines, warnings and escalations go on.

    Raises ValueError for an `until` that is not ahead, NotYours, AlreadyClosed.
    """
    if until <= now:
        raise ValueError("the time to look again must be ahead")
    return _set(followup, actor, until, "Snoozed", note, now=now)


def wake(*, followup: FollowUp, actor: User | None, now: datetime) -> FollowUp:
    """Show a snoozed follow-up again before its time; one that is not asleep stays as it is.

    Raises NotYours, AlreadyClosed.
    """
    if followup.snoozed_until is None:
        return followup
    return _set(followup, actor, None, "Shown again", "", now=now)


def _set(
    followup: FollowUp, actor: User | None, until: datetime | None, words: str, note: str, *, now: datetime
) -> FollowUp:
    with transaction.atomic():
        row = change(followup=followup, actor=actor, among=FollowUp.objects.unfinished(), snoozed_until=until)
        facts = {"words": words, "until": until.isoformat() if until else None}
        history.add(followup=row, kind=ActivityKind.SNOOZED, actor=actor, now=now, note=note, facts=facts)
    return row

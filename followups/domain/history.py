"""The history of a follow-up: who did what, when. Rows are added, never changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain import seeing
from followups.models import Activity, FollowUp
from followups.signals import followup_changed

if TYPE_CHECKING:
    from datetime import datetime

    from followups.enums import ActivityKind
    from team.models import User


def add(
    *,
    followup: FollowUp,
    kind: ActivityKind,
    actor: User | None,
    now: datetime,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> Activity:
    """Store what was done, and tell whoever listens once it is committed.

    Every change of a follow-up passes here, so nothing changes without a line of history.
    An `actor` of None is the machine.
    """
    activity = Activity.objects.create(
        followup=followup, kind=kind, actor=actor, at=now, note=note, facts=facts or {}
    )
    FollowUp.objects.filter(pk=followup.pk).update(changed_at=now)
    if actor is not None:
        # One's own act is no news.
        seeing.mark(followup_id=followup.pk, user_id=actor.pk, now=now)
    transaction.on_commit(partial(followup_changed.send_robust, sender=FollowUp, followup_id=followup.pk))
    return activity

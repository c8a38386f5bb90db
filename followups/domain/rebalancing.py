"""Moving work between people by hand: what a manager chose, and what would ease the fullest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import capacity
from followups.domain.working import ownership
from followups.models import FollowUp
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from team.models import User


def move(
    *, followups: Collection[FollowUp], to: User, actor: User, reason: str, now: datetime
) -> list[FollowUp]:
    """A manager gives many to one person, capacity or not, in one transaction; those that changed hands.

    What is closed, and what this person has already, stays. Raises NotYours for actors below manager,
    CannotWork and ReasonMissing.
    """
    if not actor.may(Role.MANAGER):
        raise ownership.NotYours("Only a manager gives follow-ups to somebody else.")
    ownership.check(to, reason)
    with transaction.atomic():
        wanted = FollowUp.objects.unfinished().filter(pk__in=[followup.pk for followup in followups])
        rows = list(wanted.exclude(assignee=to).order_by("pk").select_for_update())
        capacity.hold()
        for row in rows:
            ownership.give(row=row, to=to, actor=actor, reason=reason, now=now)
    return rows

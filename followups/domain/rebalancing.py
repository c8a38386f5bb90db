"""Moving work between people by hand: what a manager chose, and what would ease the fullest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import capacity, easing
from followups.domain.working import NotYours, ownership
from followups.models import FollowUp, Rep
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from team.models import User

REASON = "The work was spread anew."


@dataclass(frozen=True, slots=True)
class Pick:
    """A move that a manager chose, by ids: which follow-up, from whom, to whom."""

    followup: int
    left: int
    to: int


@dataclass(frozen=True, slots=True)
class Done:
    """What changed hands, and how many of the chosen stayed because they had moved on meanwhile."""

    moved: list[FollowUp]
    stayed: int


def move(
    *, followups: Collection[FollowUp], to: User, actor: User, reason: str, now: datetime
) -> list[FollowUp]:
    """A manager gives many to one person, capacity or not, in one transaction; those that changed hands.

    What is closed, and what this person has already, stays. Raises NotYours for actors below manager,
    CannotWork and ReasonMissing.
    """
    if not actor.may(Role.MANAGER):
        raise NotYours("Only a manager gives follow-ups to somebody else.")
    ownership.check(to, reason)
    with transaction.atomic():
        wanted = FollowUp.objects.unfinished().filter(pk__in=[followup.pk for followup in followups])
        rows = list(wanted.exclude(assignee=to).order_by("pk").select_for_update())
        capacity.hold()
        for row in rows:
            ownership.give(row=row, to=to, actor=actor, reason=reason, now=now)
    return rows


def rebalance(*, picks: Collection[Pick], actor: User, now: datetime) -> Done:
    """Make the chosen moves, in one transaction: nobody gets more than they can carry.

    What was begun, closed or given to somebody else since the proposal stays where it is, and so does what
    its receiver has no room for any more. Raises NotYours for actors below manager.
    """
    if not actor.may(Role.MANAGER):
        raise NotYours("Only a manager gives follow-ups to somebody else.")
    wanted = {pick.followup: pick for pick in picks}
    moved = []
    with transaction.atomic():
        movable = easing.movable(now=now).filter(pk__in=wanted).values("pk")
        rows = list(FollowUp.objects.filter(pk__in=movable).order_by("pk").select_for_update())
        capacity.hold()
        for row in rows:
            to = _receiver(row, wanted, now=now)
            if to:
                ownership.give(row=row, to=to, actor=actor, reason=REASON, now=now)
                moved.append(row)
    return Done(moved, len(wanted) - len(moved))


def _receiver(row: FollowUp, wanted: Mapping[int, Pick], *, now: datetime) -> User | None:
    pick = wanted[row.pk]
    is_as_it_was = row.assignee_id == pick.left and row.first_contact_at is None and not row.is_closed
    rep = Rep.objects.with_room(now=now).filter(user=pick.to).select_related("user").first()
    return rep.user if rep and is_as_it_was and pick.to != pick.left else None

"""The choice itself: rank who is there, and take a place of the best one who still has one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followups.domain import capacity, ranking
from followups.domain.assignment import candidates, needs, rules
from followups.enums import ActivityKind
from followups.models import Activity, CustomTrait, Rep
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from followups.models import FollowUp


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the machine chose (None: nobody has room), out of whom, the next best, and by what rules."""

    chosen: ranking.Fit | None
    runner_up: ranking.Fit | None
    fits: list[ranking.Fit]
    points: ranking.Points
    owner_note: str

    @property
    def chosen_id(self) -> int | None:
        """Who won, by user id."""
        return self.chosen.candidate.user_id if self.chosen else None


def choose(
    *, followup: FollowUp, now: datetime, holder: int | None = None, without: Collection[int] = ()
) -> Choice:
    """Who gets it, with a place of theirs taken.

    `holder` has it now and needs no new place; `without` are people who are passed over.
    """
    own = list(CustomTrait.objects.all())
    points = rules.points_of(rules.current(), own)
    asked = needs.of(followup, own=own)
    reps = [rep for rep in candidates.with_room(now=now, holder=holder) if rep.user_id not in without]
    people = candidates.of(reps=reps, customer=followup.customer, holder=holder, now=now)
    fits = ranking.rank(people, asked, points)
    position = _first_with_room(fits, holder)
    chosen = None if position is None else fits[position]
    others = [fit for fit in fits if fit is not chosen]
    note = _owner_note(asked.account_manager, chosen, without, now=now)
    return Choice(chosen, others[0] if others else None, fits, points, note)


def those_who_gave_it_back(followup: FollowUp) -> set[int]:
    """Whoever gave this follow-up back to the machine does not get it from the machine again."""
    return those_who_gave_back([followup.pk])[followup.pk]


def those_who_gave_back(followup_ids: Collection[int]) -> dict[int, set[int]]:
    """The same of many, in one query; nobody of those who are not named."""
    lines = Activity.objects.filter(followup__in=followup_ids, kind=ActivityKind.ASSIGNED)
    found: dict[int, set[int]] = defaultdict(set)
    for followup_id, facts in lines.values_list("followup", "facts").order_by():
        if facts.get("released_by"):
            found[followup_id].add(facts["released_by"])
    return found


def _first_with_room(fits: Sequence[ranking.Fit], holder: int | None) -> int | None:
    """The place of the first whose capacity could be taken: the count decides, not what we read."""
    for position, fit in enumerate(fits):
        user_id = fit.candidate.user_id
        if user_id == holder or capacity.reserve(user_id=user_id):
            return position
    return None


def _owner_note(
    manager_id: int | None, chosen: ranking.Fit | None, without: Collection[int], *, now: datetime
) -> str:
    """Why the account's own manager did not get it."""
    if manager_id is None or (chosen and chosen.candidate.user_id == manager_id):
        return ""
    owner = User.objects.get(pk=manager_id)
    rep = Rep.objects.able().filter(user=owner).first()
    if rep is None or not rep.capacity:
        return f"{owner} owns the account but takes no follow-ups"
    if manager_id in without:
        return f"{owner} owns the account but gave it back"
    if rep.is_away(now=now):
        return f"{owner} owns the account but is away"
    if rep.load >= rep.capacity:
        return f"{owner} owns the account but is full ({rep.load} of {rep.capacity} open)"
    return ""

"""Which follow-ups the fullest could give to whom: a proposal, made with the loads as they would become."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, Q

from followups.domain import ranking
from followups.domain.assignment import candidates, needs, rules
from followups.enums import ActivityKind, FollowUpState
from followups.models import Activity, CustomTrait, FollowUp, Rep
from responses.models import ResponseTheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followups.querysets import FollowUpQuerySet

MOST_MOVES = 50


@dataclass(frozen=True, slots=True)
class Move:
    """One follow-up from one person to another, and what speaks for them."""

    followup: FollowUp
    left: Rep
    to: Rep
    words: str

    @property
    def value(self) -> str:
        """The move in a form: "12:3:7"."""
        return f"{self.followup.pk}:{self.left.user_id}:{self.to.user_id}"


@dataclass(frozen=True, slots=True)
class Desk:
    """How full somebody is now, and would be."""

    rep: Rep
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The moves, everybody whom they touch, and how many more would have to go than can."""

    moves: list[Move]
    desks: list[Desk]
    left_over: int


def movable(*, now: datetime) -> FollowUpQuerySet:
    """What nobody has begun: no contact, not put off, with an owner."""
    fresh = FollowUp.objects.filter(state=FollowUpState.OPEN, first_contact_at=None).exclude(assignee=None)
    return fresh.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))


def propose(*, above: int, now: datetime) -> Proposal:
    """Let everybody who is above so many percent of their capacity give until they are not.

    They give what they would come to last, and the accounts that they own only after all else. Nobody
    receives beyond that share of theirs, nor what they once gave back.
    """
    people = list(
        Rep.objects.present(now=now)
        .filter(capacity__gt=0)
        .select_related("user", "hours")
        .prefetch_related("skills")
        .order_by("user_id")
    )
    before = {rep.user_id: rep.load for rep in people}
    limits = {rep.user_id: rep.capacity * above // 100 for rep in people}
    surplus = {rep.user_id: max(rep.load - limits[rep.user_id], 0) for rep in people}
    moves = list(_moves(people, limits, surplus, now=now))
    touched = [rep for rep in people if rep.load != before[rep.user_id]]
    desks = [Desk(rep, before[rep.user_id], rep.load) for rep in touched]
    return Proposal(moves, desks, sum(surplus.values()) - len(moves))


def _moves(
    people: list[Rep], limits: dict[int, int], surplus: dict[int, int], *, now: datetime
) -> Iterator[Move]:
    givers = {rep.user_id: rep for rep in people if surplus[rep.user_id]}
    rows = _rows(givers, surplus, now=now)
    own = list(CustomTrait.objects.all())
    points = rules.points_of(rules.current(), own)
    known = candidates.known_of(customers=[row.customer_id for row in rows if row.customer_id], reps=people)
    gave_back = _gave_back(rows)
    for row in rows:
        left = givers[row.assignee_id or 0]
        free = [rep for rep in people if rep.load < limits[rep.user_id] and rep is not left]
        free = [rep for rep in free if rep.user_id not in gave_back[row.pk]]
        if not free or left.load <= limits[left.user_id]:
            continue
        fitting = candidates.of(reps=free, customer=row.customer, now=now, known=known)
        best = ranking.rank(fitting, needs.of(row, own=own), points)[0]
        to = next(rep for rep in free if rep.user_id == best.candidate.user_id)
        yield Move(row, left, to, best.words())
        left.load, to.load = left.load - 1, to.load + 1


def _rows(givers: dict[int, Rep], surplus: dict[int, int], *, now: datetime) -> list[FollowUp]:
    """What each giver would come to last, as many as are too many; their own accounts last."""
    links = Prefetch("response__theme_links", ResponseTheme.objects.select_related("theme"))
    rows = (
        movable(now=now)
        .filter(assignee__in=givers)
        .select_related("customer__account", "response")
        .prefetch_related(links)
        .order_by(F("next_due").desc(), "priority", "pk")
    )
    by_owner: dict[int, list[FollowUp]] = defaultdict(list)
    for row in rows[: MOST_MOVES * 10]:
        by_owner[row.assignee_id or 0].append(row)
    found: list[FollowUp] = []
    for owner, theirs in sorted(by_owner.items()):
        found += sorted(theirs, key=lambda row: _owns(owner, row))[: surplus[owner]]
    return found[:MOST_MOVES]


def _owns(user_id: int, row: FollowUp) -> bool:
    account = row.customer.account if row.customer else None
    return bool(account and account.manager_id == user_id)


def _gave_back(rows: list[FollowUp]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    lines = Activity.objects.filter(followup__in=rows, kind=ActivityKind.ASSIGNED)
    for followup_id, facts in lines.values_list("followup", "facts"):
        if facts.get("released_by"):
            found[followup_id].add(facts["released_by"])
    return found

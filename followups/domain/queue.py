"""The queue: which follow-ups a person looks at, how many, in what order and in which groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.utils import timezone

from followups.access import followups_for
from followups.enums import CLOSED, FollowUpState
from followups.querysets import is_overdue
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followups.models import FollowUp
    from followups.querysets import FollowUpQuerySet
    from team.models import User

MINE, UNASSIGNED, OVERDUE, WAITING, TEAM, DONE = VIEWS = (
    "mine",
    "unassigned",
    "overdue",
    "waiting",
    "team",
    "done",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due in the same stretch of time."""

    label: str
    rows: list[FollowUp]


def views_of(user: User) -> tuple[str, ...]:
    """The views of somebody's queue; that of the whole team is for managers."""
    return VIEWS if user.may(Role.MANAGER) else tuple(view for view in VIEWS if view != TEAM)


def first_view(user: User) -> str:
    """Where the queue opens: reps see their own, managers the team's."""
    return TEAM if user.may(Role.MANAGER) else MINE


def rows(*, user: User, view: str, words: str = "", now: datetime) -> FollowUpQuerySet:
    """The rows of one view, the most urgent first, with all that a row of the list shows."""
    found = followups_for(user).filter(_condition(user, view, now=now))
    for word in words.split():
        found = found.filter(
            Q(customer__name__icontains=word)
            | Q(customer__email__icontains=word)
            | Q(customer__account__name__icontains=word)
            | Q(response__reason__icontains=word)
        )
    ordered = found.order_by(F("closed_at").desc(), "-pk") if view == DONE else found.by_due()
    return ordered.select_related("customer__account", "response", "assignee", "accountable")


def counts(*, user: User, now: datetime) -> dict[str, int]:
    """How many rows each view of this person has, by one query."""
    wanted = {view: Count("pk", filter=_condition(user, view, now=now)) for view in views_of(user)}
    return followups_for(user).aggregate(**wanted)


def waiting_for(*, user: User, now: datetime) -> int:
    """How many follow-ups wait for something this person has to do: the number beside the menu.

    Their own, and for managers those that wait for an owner.
    """
    seen = followups_for(user)
    theirs = _condition(user, MINE, now=now)
    if user.may(Role.MANAGER):
        theirs |= _condition(user, UNASSIGNED, now=now)
    return seen.filter(theirs).count()


def grouped(followups: Iterable[FollowUp], *, now: datetime, zone: ZoneInfo) -> list[Group]:
    """The rows under "Overdue", "Due today", "Due tomorrow" and "Later", as the reader's day has it.

    Their order is kept. What is closed stands in a group without a label.
    """
    groups: dict[str, list[FollowUp]] = {}
    for followup in followups:
        groups.setdefault(_label(followup, now=now, zone=zone), []).append(followup)
    return [Group(label, members) for label, members in groups.items()]


def _label(followup: FollowUp, *, now: datetime, zone: ZoneInfo) -> str:
    if followup.is_closed:
        return ""
    if followup.due_at < now:
        return "Overdue"
    days = (timezone.localtime(followup.due_at, zone).date() - timezone.localtime(now, zone).date()).days
    return {0: "Due today", 1: "Due tomorrow"}.get(days, "Later")


def _condition(user: User, view: str, *, now: datetime) -> Q:
    unfinished = ~Q(state__in=CLOSED)
    asleep = Q(state=FollowUpState.WAITING, wait_until__gt=now)
    conditions = {
        MINE: unfinished & Q(assignee=user) & ~asleep,
        UNASSIGNED: unfinished & Q(assignee=None),
        OVERDUE: unfinished & is_overdue(now=now),
        WAITING: Q(state=FollowUpState.WAITING),
        TEAM: unfinished,
        DONE: Q(state__in=CLOSED),
    }
    return conditions[view]

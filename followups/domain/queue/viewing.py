"""The views of the queue: which follow-ups each holds, as conditions that one index each can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from followups.enums import FollowUpState
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

MINE, TASKS, TEAM, UNASSIGNED, OVERDUE, WAITING, SNOOZED, DONE = VIEWS = (
    "mine",
    "tasks",
    "team",
    "unassigned",
    "overdue",
    "waiting",
    "snoozed",
    "done",
)
LABELS = {
    MINE: "Mine",
    TASKS: "Tasks",
    TEAM: "Team",
    UNASSIGNED: "Unassigned",
    OVERDUE: "Overdue",
    WAITING: "Waiting",
    SNOOZED: "Snoozed",
    DONE: "Done",
}
# The second key after "g".
KEYS = {
    MINE: "m",
    TASKS: "k",
    TEAM: "t",
    UNASSIGNED: "u",
    OVERDUE: "o",
    WAITING: "w",
    SNOOZED: "s",
    DONE: "d",
}
UNFINISHED = Q(next_due__isnull=False)


def views_of(user: User) -> tuple[str, ...]:
    """The views of somebody's queue; that of the whole team is for managers, and comes first there."""
    if user.may(Role.MANAGER):
        return (TEAM, *(view for view in VIEWS if view != TEAM))
    return tuple(view for view in VIEWS if view != TEAM)


def first_view(user: User) -> str:
    """Where the queue opens: reps see their own, managers the team's."""
    return views_of(user)[0]


def parts(*, user: User, view: str, now: datetime) -> list[Q]:
    """What a view holds of what this person may see, in disjoint conditions without an OR between owners.

    Reps see their own and what nobody has: two walks along an index are quick where one over both is not.
    """
    if not user.may(Role.REP):
        return []
    if view == MINE:
        return [Q(assignee=user) & UNFINISHED & ~asleep(now=now)]
    if view == UNASSIGNED:
        return [Q(assignee=None) & UNFINISHED]
    held = _held(view, now=now)
    if user.may(Role.MANAGER):
        return [held]
    return [Q(assignee=user) & held, Q(assignee=None) & held]


def asleep(*, now: datetime) -> Q:
    """Out of its owner's sight: waiting for the customer, or snoozed, and it is not yet time."""
    return Q(state=FollowUpState.WAITING, next_due__gt=now) | Q(snoozed_until__gt=now)


def _held(view: str, *, now: datetime) -> Q:
    match view:
        case "overdue":
            return Q(next_due__lt=now)
        case "waiting":
            return Q(state=FollowUpState.WAITING) & UNFINISHED
        case "snoozed":
            return Q(snoozed_until__gt=now) & UNFINISHED
        case "done":
            return Q(closed_at__isnull=False)
    return UNFINISHED

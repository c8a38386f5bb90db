"""How many follow-ups each view has. Counting stops at MOST, so that it takes no longer in a larger table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField, Subquery, Value

from followups.domain.queue import todo, viewing
from followups.models import FollowUp
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

MOST = 999


class Tally(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _counted)"
    output_field = IntegerField()


def counts(*, user: User, now: datetime) -> dict[str, int]:
    """How many rows each view of this person has, by one query; MOST + 1 stands for more than MOST."""
    found = _counted(user, viewing.views_of(user), now=now)
    return {view: min(number, MOST + 1) for view, number in found.items()}


def waiting_for(*, user: User, now: datetime) -> int:
    """How many things wait for this person: the number beside the menu. At most MOST + 1.

    Their own follow-ups and tasks, and for managers the follow-ups that wait for an owner.
    """
    if not user.may(Role.REP):
        return 0
    return waiting_among(_counted(user, _work_of(user), now=now), user=user)


def waiting_among(counted: dict[str, int], *, user: User) -> int:
    """The same, from the numbers of the views."""
    return min(sum(counted[view] for view in _work_of(user)), MOST + 1)


def in_words(number: int) -> str:
    """A number of a view for people: "12", "999+"."""
    return f"{MOST}+" if number > MOST else str(number)


def _work_of(user: User) -> list[str]:
    own = [viewing.MINE, viewing.TASKS]
    return [*own, viewing.UNASSIGNED] if user.may(Role.MANAGER) else own


def _counted(user: User, views: Iterable[str], *, now: datetime) -> dict[str, int]:
    asked = {view: _number(user, view, now=now) for view in views}
    row = User.objects.filter(pk=user.pk).values(**{f"n_{view}": tally for view, tally in asked.items()})
    numbers = row.get()
    return {view: numbers[f"n_{view}"] for view in asked}


def _number(user: User, view: str, *, now: datetime) -> Combinable:
    if view == viewing.TASKS:
        return _tally(todo.tasks_of(user))
    number: Combinable = Value(0)
    for part in viewing.parts(user=user, view=view, now=now):
        number = number + _tally(FollowUp.objects.filter(part))
    return number


def _tally(rows: QuerySet[Any]) -> Tally:
    return Tally(rows.order_by().values("pk")[: MOST + 1])

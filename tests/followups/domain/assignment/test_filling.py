"""What waits in the overflow queue moves when somebody has room, past what nobody may get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.domain import assignment, working
from followups.domain.assignment import filling
from followups.models import FollowUp, Rep
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    import pytest

    from team.models import User


def given_back(number: int, *reps: Rep) -> list[FollowUp]:
    """So many of weight that each of these people gave back to the machine."""
    rows = FollowUpFactory.create_batch(number, priority=90)
    for row in rows:
        for rep in reps:
            working.take(followup=row, actor=rep.user, now=NOW)
            working.release(followup=row, actor=rep.user, reason="I know them.", now=NOW)
    return rows


def queries_of_a_fill(limit: int | None = None) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert assignment.fill(now=NOW, limit=limit) == 0
    return len(asked)


def test_what_nobody_may_get_costs_nothing_more(ines: Rep, petra: User) -> None:
    """T34: passed by without a look at each."""
    given_back(2, ines)
    few = queries_of_a_fill()

    given_back(8, ines)

    assert queries_of_a_fill() == few


def test_what_stands_behind_what_nobody_may_get_moves(
    ines: Rep, petra: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T34: in the next slice too; in the request that made room the first few are enough."""
    monkeypatch.setattr(filling, "SLICE", 2)
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    given_back(3, ines)
    behind = FollowUpFactory.create_batch(3, priority=10)
    assert assignment.fill(now=NOW, limit=3) == 0

    assert [assignment.fill(now=NOW) for _ in range(3)] == [2, 1, 0]

    assert set(FollowUp.objects.filter(assignee=ines.user)) == set(behind)


def test_somebody_who_did_not_give_it_back_gets_it(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: until they are full, and the next one passes by again."""
    Rep.objects.filter(pk=omar.pk).update(capacity=0)
    given_back(2, ines)
    Rep.objects.filter(pk=omar.pk).update(capacity=1)

    assert assignment.fill(now=NOW) == 1

    loads = dict(Rep.objects.values_list("user__name", "load"))
    assert (loads, FollowUp.objects.overflow().count()) == ({"Ines": 0, "Omar": 1}, 1)

"""What each view of the queue holds, and in what order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from followups.domain import queue
from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.followups.domain.queue.desks import named, names, task, waiting
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User


@pytest.fixture
def desk(ines: Rep, omar: Rep, petra: User) -> None:
    """Follow-ups in every place of the queue."""
    named("Late", -2, assignee=ines.user)
    named("Soon", 1, assignee=ines.user)
    named("Snoozed", 2, assignee=ines.user, snoozed_until=NOW + timedelta(days=1))
    named("Woken", 3, assignee=ines.user, snoozed_until=NOW - timedelta(hours=1))
    waiting("Asleep", 48, assignee=ines.user)
    waiting("Awake", -1, assignee=ines.user)
    named("Nobodys", 3, accountable=petra)
    named("Others", -4, assignee=omar.user)
    named("Done", assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=NOW)
    named(
        "Done before", assignee=omar.user, state=FollowUpState.UNREACHABLE, closed_at=NOW - timedelta(days=1)
    )
    task("Ask for a review", ines.user, followup=FollowUp.objects.get(customer__name="Done"))


def held(user: User, view: str) -> list[str]:
    return names(queue.page_of(user=user, view=view, now=NOW).rows)


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("mine", ["Late", "Awake", "Soon", "Woken"]),
        ("unassigned", ["Nobodys"]),
        ("overdue", ["Late", "Awake"]),
        ("waiting", ["Awake", "Asleep"]),
        ("snoozed", ["Snoozed"]),
        ("done", ["Done"]),
    ],
)
def test_a_reps_views_hold_their_own_and_what_nobody_has(
    desk: None, ines: Rep, view: str, found: list[str]
) -> None:
    """G1: snoozed and waiting ones are out of sight until their time, and counted where they are."""
    assert held(ines.user, view) == found
    assert queue.counts(user=ines.user, now=NOW)[view] == len(found)


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("team", ["Others", "Late", "Awake", "Soon", "Snoozed", "Nobodys", "Woken", "Asleep"]),
        ("mine", []),
        ("unassigned", ["Nobodys"]),
        ("overdue", ["Others", "Late", "Awake"]),
        ("waiting", ["Awake", "Asleep"]),
        ("snoozed", ["Snoozed"]),
        ("done", ["Done", "Done before"]),
    ],
)
def test_a_managers_views_hold_everybodys(desk: None, petra: User, view: str, found: list[str]) -> None:
    rows = held(petra, view)

    assert sorted(rows) == sorted(found)
    assert queue.counts(user=petra, now=NOW)[view] == len(found)
    if view != "team":
        assert rows == found


def test_the_views_agree_with_the_rows_own_due_time(desk: None) -> None:
    """The database's instant is the one that pages show; closed ones have none."""
    for row in FollowUp.objects.all():
        assert row.next_due == (None if row.is_closed else row.due_at)


def test_tasks_are_ones_own(desk: None, ines: Rep, omar: Rep) -> None:
    assert [task.title for task in queue.in_order(queue.tasks_of(ines.user))] == ["Ask for a review"]
    assert queue.counts(user=ines.user, now=NOW)["tasks"] == 1
    assert queue.counts(user=omar.user, now=NOW)["tasks"] == 0


def test_viewers_have_no_queue(desk: None, viewer: User) -> None:
    assert held(viewer, "overdue") == []
    assert queue.waiting_for(user=viewer, now=NOW) == 0


def test_waiting_for_counts_what_one_can_do_something_about(
    desk: None, ines: Rep, omar: Rep, petra: User
) -> None:
    """G1: the number beside the menu is work: own follow-ups and tasks, for a manager the free ones too."""
    people = (ines.user, omar.user, petra)

    assert [queue.waiting_for(user=user, now=NOW) for user in people] == [5, 1, 1]
    assert queue.waiting_for(user=ines.user, now=NOW + timedelta(days=3)) == 7


def test_counting_stops(ines: Rep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followups.domain.queue.counting.MOST", 2)
    for number in range(4):
        named(f"Number {number}", assignee=ines.user)

    assert queue.counts(user=ines.user, now=NOW)["mine"] == 3
    assert queue.waiting_for(user=ines.user, now=NOW) == 3

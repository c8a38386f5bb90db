"""Pages of the queue: each begins behind a row, in every order, and none is shown twice or left out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from customers.enums import Stage
from followups.domain import queue
from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User

SIZE = 4


@pytest.fixture
def many(ines: Rep, omar: Rep) -> None:
    """Thirty, some due at the same instant with the same priority, a third closed."""
    owners = [ines.user, omar.user, None]
    for number in range(30):
        row = FollowUpFactory.create(
            customer=CustomerFactory.create(stage=list(Stage)[number % 4]),
            assignee=owners[number % 3],
            priority=number % 5 * 20,
            contact_due_at=NOW + timedelta(hours=number % 4 - 1),
            resolve_due_at=NOW + timedelta(days=9),
            snoozed_until=NOW + timedelta(days=number % 3 + 1) if number % 2 else None,
        )
        if number % 3 == 2 and number % 2:
            FollowUp.objects.filter(pk=row.pk).update(
                state=FollowUpState.UNREACHABLE, closed_at=NOW - timedelta(hours=number % 2)
            )


def walked(user: User, view: str, group: str, *, back: bool) -> list[int]:
    """The ids of all pages from the first to the last, or back from the last to the first."""
    found, place = [], ("", "")
    pages = 0
    while True:
        page = queue.page_of(user=user, view=view, group=group, now=NOW, place=place, size=SIZE)
        found.append([row.pk for row in page.rows])
        pages += 1
        assert pages < 30
        if not page.after:
            break
        place = (page.after, "")
    if not back:
        return [pk for rows in found for pk in rows]
    returned = [found[-1]]
    place = ("", page.before)
    while place[1]:
        page = queue.page_of(user=user, view=view, group=group, now=NOW, place=place, size=SIZE)
        returned.insert(0, [row.pk for row in page.rows])
        place = ("", page.before)
    return [pk for rows in returned for pk in rows]


@pytest.mark.parametrize("group", list(queue.GROUPINGS))
@pytest.mark.parametrize("view", ["team", "overdue", "snoozed", "done"])
@pytest.mark.parametrize("who", ["petra", "ines"])
def test_pages_hold_every_row_once_forwards_and_backwards(
    many: None, who: str, view: str, group: str, request: pytest.FixtureRequest
) -> None:
    reader = request.getfixturevalue(who)
    user = reader if who == "petra" else reader.user
    whole = [row.pk for row in queue.page_of(user=user, view=view, group=group, now=NOW, size=100).rows]

    assert len(set(whole)) == len(whole)
    assert walked(user, view, group, back=False) == whole
    assert walked(user, view, group, back=True) == whole


def test_due_time_comes_first_then_priority(many: None, petra: User) -> None:
    rows = queue.page_of(user=petra, view="team", now=NOW, size=100).rows

    keys = [(row.next_due, -row.priority, row.pk) for row in rows]
    assert keys == sorted(keys)


def test_a_row_that_is_resolved_meanwhile_keeps_the_readers_place(many: None, petra: User) -> None:
    first = queue.page_of(user=petra, view="team", now=NOW, size=SIZE)
    second = queue.page_of(user=petra, view="team", now=NOW, size=SIZE, place=(first.after, ""))
    FollowUp.objects.filter(pk=first.rows[-1].pk).update(state=FollowUpState.UNREACHABLE, closed_at=NOW)

    again = queue.page_of(user=petra, view="team", now=NOW, size=SIZE, place=(first.after, ""))

    assert [row.pk for row in again.rows] == [row.pk for row in second.rows]


@pytest.mark.parametrize(
    "told",
    ["x", "W10", "bnVsbA", "WyJ4IiwxLDJd", "WzEsMiwzXQ", "e30", "é", "WyIyMDI2LTk5LTk5VDAwOjAwWiIsMSwyXQ"],
)
def test_a_place_that_is_none_leads_to_the_first_page(many: None, petra: User, told: str) -> None:
    first = queue.page_of(user=petra, view="team", now=NOW, size=SIZE)

    assert queue.page_of(user=petra, view="team", now=NOW, size=SIZE, place=(told, "")).rows == first.rows


@pytest.mark.parametrize(
    ("who", "view", "index"),
    [
        ("ines", "mine", "followups_followup_owner_due"),
        ("ines", "unassigned", "followups_followup_(free|owner)_due"),
        ("petra", "team", "followups_followup_due"),
        ("petra", "overdue", "followups_followup_due"),
        ("petra", "done", "followups_followup_closed"),
    ],
)
def test_a_view_walks_an_index(many: None, ines: Rep, petra: User, who: str, view: str, index: str) -> None:
    """No full scan and no sort: PostgreSQL is asked with sequential scans made dear, SQLite as it is.

    PostgreSQL counts the rows first: to it, one index of an empty table is as good as another.
    """
    reader = ines.user if who == "ines" else petra
    (part,) = queue.viewing.parts(user=reader, view=view, now=NOW)
    keys = queue.ordering.CLOSED_LAST if view == "done" else queue.ordering.NEXT
    rows = FollowUp.objects.filter(part).order_by(
        *(f"{'-' if key.descending else ''}{key.name}" for key in keys)
    )[:51]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE followups_followup")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")

    plan = rows.explain()

    assert re.search(index, plan)
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan

"""What waits, and under which heading."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from followups.domain import queue
from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("due", "zone", "label"),
    [
        (NOW - timedelta(seconds=1), BERLIN, "Overdue"),
        (NOW, BERLIN, "Due today"),
        (datetime(2026, 3, 10, 23, 59, tzinfo=BERLIN), BERLIN, "Due today"),
        (datetime(2026, 3, 11, 0, 0, tzinfo=BERLIN), BERLIN, "Due tomorrow"),
        (datetime(2026, 3, 12, 0, 0, tzinfo=BERLIN), BERLIN, "Later"),
        # The same instant is another day for somebody in Tokyo.
        (datetime(2026, 3, 10, 16, 30, tzinfo=BERLIN), TOKYO, "Due tomorrow"),
        # The night of the change to summer time is one day, though it has 23 hours.
        (datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN), BERLIN, "Later"),
    ],
)
def test_grouped_follows_the_readers_calendar(due: datetime, zone: ZoneInfo, label: str) -> None:
    row = FollowUp(contact_due_at=due, resolve_due_at=due)

    assert queue.grouped([row], now=NOW, zone=zone) == [queue.Group(label, [row])]


def test_what_is_closed_stands_under_no_heading() -> None:
    row = FollowUp(contact_due_at=NOW, resolve_due_at=NOW, state=FollowUpState.RESOLVED)

    assert queue.grouped([row], now=NOW, zone=BERLIN) == [queue.Group("", [row])]


def test_waiting_for_counts_what_one_can_do_something_about(
    ines: Rep, omar: Rep, petra: User, viewer: User
) -> None:
    """G1: the number beside the menu is work, not rows."""
    FollowUpFactory.create(assignee=ines.user)
    FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=NOW)
    FollowUpFactory.create(
        assignee=ines.user,
        state=FollowUpState.WAITING,
        first_contact_at=NOW,
        waiting_since=NOW,
        wait_until=NOW + timedelta(days=1),
    )
    FollowUpFactory.create()

    people = (ines.user, omar.user, petra, viewer)
    assert [queue.waiting_for(user=user, now=NOW) for user in people] == [1, 0, 1, 0]
    assert queue.waiting_for(user=ines.user, now=NOW + timedelta(days=2)) == 2

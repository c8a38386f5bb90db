"""Under which heading a row stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from followups.domain import queue
from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep

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


def test_grouped_by_owner_and_priority_keeps_the_order(ines: Rep, omar: Rep) -> None:
    rows = [
        FollowUp(contact_due_at=NOW, resolve_due_at=NOW, priority=80, assignee=ines.user),
        FollowUp(contact_due_at=NOW, resolve_due_at=NOW, priority=55, assignee=omar.user),
        FollowUp(contact_due_at=NOW, resolve_due_at=NOW, priority=10),
    ]

    def labels(by: str) -> list[str]:
        groups = queue.grouped(rows, now=NOW, zone=BERLIN, by=by, reader=ines.user_id)
        return [group.label for group in groups]

    assert labels("owner") == ["Yours", "Omar", "Nobody’s yet"]
    assert labels("priority") == ["Urgent", "High", "Low"]
    assert labels("stage") == ["No stage"]
    assert labels("none") == [""]

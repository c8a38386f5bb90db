"""When a reminder is due and when it is over (timing.py)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from surveys.domain.reminders import timing
from surveys.models import Campaign


@pytest.mark.parametrize(
    ("days", "link_days", "expected"),
    [
        ([], 30, []),
        ([7], 30, [(1, 7, 14)]),
        ([7, 14], 30, [(1, 7, 14), (2, 14, 21)]),
        ([3, 5], 30, [(1, 3, 5), (2, 5, 12)]),
        ([14, 7], 30, [(1, 7, 14), (2, 14, 21)]),
        ([25], 30, [(1, 25, 29)]),
        ([7, 29], 30, [(1, 7, 14)]),
        ([7], 8, []),
        ([7, 7], 30, [(2, 7, 14)]),
    ],
    ids=[
        "none",
        "a week to find its hour",
        "two",
        "the first gives way to the second",
        "in any order",
        "not on the link's last day",
        "the second would come on the link's last day",
        "the only one would",
        "twice the same day",
    ],
)
def test_turns_open_in_order_and_close_before_the_link_does(
    days: list[int], link_days: int, expected: list[tuple[int, int, int]]
) -> None:
    """G65: never past the expiry, never two at once."""
    campaign = Campaign(reminder_days=days, link_days=link_days)

    found = [(turn.number, turn.opens, turn.closes) for turn in timing.turns(campaign)]

    assert found == [
        (number, timedelta(days=opens), timedelta(days=closes)) for number, opens, closes in expected
    ]

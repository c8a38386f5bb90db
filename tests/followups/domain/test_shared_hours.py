"""How many of somebody's working hours another one works too."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.domain.shared_hours import WEEK, minutes_of, share
from followups.models.sla import working_week

WINTER = datetime(2026, 1, 14, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)
# The clocks of New York have changed, those of Berlin not yet.
BETWEEN = datetime(2026, 3, 18, 12, tzinfo=UTC)
OFFICE = working_week()
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
]


def part(theirs: str, ours: str, at: datetime = WINTER) -> Fraction:
    """The part of nine to five there that is nine to five here."""
    return share(
        theirs=minutes_of(OFFICE, ZoneInfo(theirs), at=at), ours=minutes_of(OFFICE, ZoneInfo(ours), at=at)
    )


@pytest.mark.parametrize(
    ("theirs", "ours", "at", "expected"),
    [
        ("Europe/Berlin", "Europe/Madrid", WINTER, Fraction(1)),
        ("Europe/Berlin", "Europe/London", WINTER, Fraction(7, 8)),
        ("America/New_York", "Europe/Berlin", WINTER, Fraction(2, 8)),
        ("America/New_York", "Europe/Berlin", SUMMER, Fraction(2, 8)),
        ("America/New_York", "Europe/Berlin", BETWEEN, Fraction(3, 8)),
        ("Asia/Kolkata", "Europe/Berlin", WINTER, Fraction(7, 16)),
        ("Asia/Tokyo", "Europe/Berlin", WINTER, Fraction(0)),
        # A day ahead: Friday there is Thursday here.
        ("Pacific/Kiritimati", "Pacific/Honolulu", WINTER, Fraction(4, 5)),
    ],
)
def test_share_of_offices_apart(theirs: str, ours: str, at: datetime, expected: Fraction) -> None:
    """T32: region and time zone, exact to the minute, whichever clocks have changed."""
    assert part(theirs, ours, at) == expected


def test_nights_and_whole_days_run_on() -> None:
    """Hours past midnight belong to the day they began on; equal times never close."""
    night = minutes_of({"6": ["22:00", "06:00"]}, ZoneInfo("UTC"), at=WINTER)
    early = minutes_of({"0": ["00:00", "06:00"]}, ZoneInfo("UTC"), at=WINTER)

    assert (night.bit_count(), (night & early).bit_count()) == (8 * 60, 6 * 60)
    assert minutes_of({"2": ["07:00", "07:00"]}, ZoneInfo("UTC"), at=WINTER).bit_count() == 24 * 60
    assert share(theirs=0, ours=night) == 0


@given(theirs=st.sampled_from(ZONES), ours=st.sampled_from(ZONES), at=st.sampled_from([WINTER, SUMMER]))
def test_equal_offices_share_the_same_both_ways(theirs: str, ours: str, at: datetime) -> None:
    """However far apart, a week stays a week, and what I share with you you share with me."""
    week = minutes_of(OFFICE, ZoneInfo(theirs), at=at)

    assert (week.bit_count(), week < 1 << WEEK) == (5 * 8 * 60, True)
    assert part(theirs, ours, at) == part(ours, theirs, at)
    assert part(theirs, theirs, at) == 1

"""How many of somebody's working hours another one works too: exact, by the minutes of one week."""

from __future__ import annotations

from datetime import UTC, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from core.rounding import round_half_away

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7 * DAY
ALL = (1 << WEEK) - 1


def minutes_of(week: Mapping[str, Sequence[str]], zone: ZoneInfo, *, at: datetime) -> int:
    """The working minutes of a week, a bit for each from Monday 00:00 UTC, with the clocks as they are `at`.

    `week` is an `OfficeHours.week`: "0" (Monday) to opening and closing time as HH:MM. Equal times mean
    around the clock; hours past midnight run into the next day, Sunday's into Monday.
    """
    offset = _whole_minutes(at.astimezone(UTC).astimezone(zone).utcoffset() or timedelta(0))
    bits = 0
    for weekday, (first, last) in week.items():
        opens, closes = time.fromisoformat(first), time.fromisoformat(last)
        length = (_minute(closes) - _minute(opens) - 1) % DAY + 1
        bits |= _turned(((1 << length) - 1), int(weekday) * DAY + _minute(opens) - offset)
    return bits


def share(*, theirs: int, ours: int) -> Fraction:
    """The part of their minutes that are ours as well, 0 to 1; 0 for somebody who never works."""
    return Fraction((theirs & ours).bit_count(), theirs.bit_count()) if theirs else Fraction(0)


def _turned(bits: int, by: int) -> int:
    """The week's bits moved on by so many minutes; what leaves at the end comes in at the beginning."""
    moved = bits << (by % WEEK)
    return (moved | moved >> WEEK) & ALL


def _minute(of: time) -> int:
    return of.hour * 60 + of.minute


def _whole_minutes(offset: timedelta) -> int:
    # Offsets before standard time have seconds; none in use today does.
    return int(round_half_away(offset.total_seconds() / 60))

"""Stretches of time, cut at the program's local days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.calendars import add_months, start_of_day
from insights.enums import Period

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

QUARTER_DAYS = 90


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` to just before `until`, instants in UTC; None is open-ended."""

    since: datetime | None = None
    until: datetime | None = None


def of(period: Period, *, today: date, zone: ZoneInfo) -> Window:
    """The days of a period, today the last of them."""
    first = _first_day(period, today, back=1)
    return Window(since=None if first is None else start_of_day(first, zone))


def before(period: Period, *, today: date, zone: ZoneInfo) -> Window | None:
    """The equally long stretch before the period; None where it has no beginning."""
    earlier, first = _first_day(period, today, back=2), _first_day(period, today, back=1)
    if earlier is None or first is None:
        return None
    return Window(since=start_of_day(earlier, zone), until=start_of_day(first, zone))


def of_days(*, since: date | None, until: date | None, zone: ZoneInfo) -> Window:
    """From the first instant of one local day to the last of another, both included."""
    return Window(
        since=None if since is None else start_of_day(since, zone),
        until=None if until is None else start_of_day(until + timedelta(days=1), zone),
    )


def _first_day(period: Period, today: date, *, back: int) -> date | None:
    """The first day of `back` periods in a row that end today."""
    if period == Period.QUARTER:
        return today - timedelta(days=back * QUARTER_DAYS - 1)
    if period == Period.YEAR:
        return add_months(today, -12 * back) + timedelta(days=1)
    return None

"""Time that passes only while the office is open, for deadlines promised in working hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from core.calendars.days import local_day
from core.calendars.openings import check_weekdays, window

# A deadline further off than this is a typing mistake, not a promise.
_HORIZON = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working hours of one place: weekdays (Monday is 0), one window a day, and holidays.

    Equal times mean around the clock; a window past midnight belongs to the day it began on.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    opens: time
    closes: time
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        check_weekdays(self.weekdays)

    def add(self, start: datetime, hours: float | timedelta) -> datetime:
        """The instant, in UTC, by which this much working time has passed since ``start``.

        Eight hours from the opening of an eight-hour day end as that day closes, not as the
        next one opens; no hours at all end at ``start``. Raises ValueError for a negative
        amount and for one that takes more than ten years.
        """
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        if left < timedelta(0):
            raise ValueError("working time can only be added")
        if not left:
            return start.astimezone(UTC)
        for opened, closed in self._periods(start):
            if opened - start > _HORIZON:
                break
            if left <= closed - opened:
                return opened + left
            left -= closed - opened
        raise ValueError("this much working time takes more than ten years")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end``; negative when the end comes first."""
        if end < start:
            return -self.between(end, start)
        passed = timedelta(0)
        for opened, closed in self._periods(start):
            if opened >= end:
                break
            passed += min(closed, end) - opened
        return passed

    def _periods(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What remains of each opening from an instant on, in rising order."""
        start = start.astimezone(UTC)
        today = local_day(start, self.zone)
        # Yesterday's window may still be open past midnight.
        for offset in count(-1):
            day = today + timedelta(days=offset)
            if day.weekday() not in self.weekdays or day in self.holidays:
                continue
            opened, closed = window(day, self.zone, self.opens, self.closes)
            if max(opened, start) < closed:
                yield max(opened, start), closed

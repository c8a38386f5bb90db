"""Time that passes only while the office is open, for deadlines promised in working hours."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Self
from zoneinfo import ZoneInfo

from core.calendars.days import local_day
from core.calendars.openings import check_weekdays, window

# A deadline further off than this is a typing mistake, not a promise.
_HORIZON = timedelta(days=3660)
_DAY = timedelta(days=1)

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working hours of one place: opening and closing time of each weekday (Monday is 0), and holidays.

    Equal times mean around the clock; a window past midnight belongs to the day it began on, and where
    it reaches into the next day's window the time counts once.
    """

    zone: ZoneInfo
    week: Mapping[int, tuple[time, time]]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        check_weekdays(self.week)

    @classmethod
    def daily(
        cls,
        zone: ZoneInfo,
        weekdays: Collection[int],
        opens: time,
        closes: time,
        holidays: frozenset[date] = frozenset(),
    ) -> Self:
        """The same hours on each of these weekdays."""
        return cls(zone, dict.fromkeys(weekdays, (opens, closes)), holidays)

    def add(self, start: datetime, hours: float | timedelta) -> datetime:
        """The instant, in UTC, by which this much working time has passed since ``start``.

        Eight hours from the opening of an eight-hour day end as that day closes, not as the
        next one opens; no hours at all end at ``start``. Raises ValueError for a negative
        amount and for one that takes more than ten years.
        """
        left = _length(hours)
        if not left:
            return start.astimezone(UTC)
        for opened, closed in self._periods(start):
            if opened - start > _HORIZON:
                break
            if left <= closed - opened:
                return opened + left
            left -= closed - opened
        raise ValueError("this much working time takes more than ten years")

    def subtract(self, end: datetime, hours: float | timedelta) -> datetime:
        """The instant, in UTC, from which exactly this much working time is left until ``end``.

        Two hours before nine in the morning are an hour before the last closing and that hour of it.
        Raises ValueError as `add` does.
        """
        left = _length(hours)
        if not left:
            return end.astimezone(UTC)
        for opened, closed in self._periods_before(end):
            if end - closed > _HORIZON:
                break
            if left <= closed - opened:
                return closed - left
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

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself while the office is open, else when it opens next, in UTC."""
        return next(self._periods(instant))[0]

    def openings(self, start: datetime, end: datetime) -> Iterator[Period]:
        """The stretches of working time from ``start`` to ``end``, in rising order."""
        for opened, closed in self._periods(start):
            if opened >= end:
                break
            yield opened, min(closed, end)

    def _periods(self, start: datetime) -> Iterator[Period]:
        """What remains of each opening from an instant on, in rising order."""
        start = start.astimezone(UTC)
        today = local_day(start, self.zone)
        # Yesterday's window may still be open past midnight.
        for offset in count(-1):
            opened, closed = self._period(today + offset * _DAY)
            if max(opened, start) < closed:
                yield max(opened, start), closed

    def _periods_before(self, end: datetime) -> Iterator[Period]:
        """What has passed of each opening by an instant, the latest first."""
        end = end.astimezone(UTC)
        today = local_day(end, self.zone)
        for offset in count(0, -1):
            opened, closed = self._period(today + offset * _DAY)
            if opened < min(closed, end):
                yield opened, min(closed, end)

    def _period(self, day: date) -> Period:
        """The opening that begins on a day, without what still belongs to the one before; may be empty."""
        opened, closed = self._window(day)
        _, closed_before = self._window(day - _DAY)
        return max(opened, closed_before), closed

    def _window(self, day: date) -> Period:
        hours = self.week.get(day.weekday())
        if hours is None or day in self.holidays:
            return _NEVER, _NEVER
        return window(day, self.zone, *hours)


_NEVER = datetime.min.replace(tzinfo=UTC)


def _length(hours: float | timedelta) -> timedelta:
    length = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    if length < timedelta(0):
        raise ValueError("working time can only be added or taken off, not less than none")
    return length

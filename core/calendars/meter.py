"""Working time of many spans at once: looked up, not walked through day by day."""

from bisect import bisect_right
from datetime import datetime, timedelta

from core.calendars.business import BusinessCalendar


class Meter:
    """Measures what a calendar's `between` measures, for spans that lie between two instants.

    Building it walks the days once; each span then costs two searches in a sorted list.
    """

    def __init__(self, calendar: BusinessCalendar, since: datetime, until: datetime) -> None:
        self._starts: list[float] = []
        self._lengths: list[float] = []
        self._passed: list[float] = []
        passed = 0.0
        for opened, closed in calendar.openings(since, until):
            length = (closed - opened).total_seconds()
            self._starts.append(opened.timestamp())
            self._lengths.append(length)
            self._passed.append(passed)
            passed += length

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end``; negative when the end comes first."""
        return timedelta(seconds=self._until(end.timestamp()) - self._until(start.timestamp()))

    def _until(self, instant: float) -> float:
        position = bisect_right(self._starts, instant) - 1
        if position < 0:
            return 0.0
        return self._passed[position] + min(instant - self._starts[position], self._lengths[position])

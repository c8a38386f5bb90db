"""A horizontal axis of days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.utils.dateformat import format as date_format

from core.calendars import add_months
from core.charts.measure import text_width

_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days from ``first`` to ``last``, drawn from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Iterable[date], *, left: float, right: float) -> Self:
        """The stretch that holds all the days, of which there must be one."""
        held = list(days)
        return cls(min(held), max(held), left, right)

    def x(self, day: date) -> float:
        """Where a day lies; the middle where there is only one."""
        length = (self.last - self.first).days
        if not length:
            return (self.left + self.right) / 2
        share = (day - self.first).days / length
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Places and labels: beginnings of months as far apart as the labels need, or the ends."""
        months = [day for day in self._months() if self.first <= day <= self.last]
        step = self._step(len(months))
        chosen = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
        if len(chosen) >= 2:
            yield from ((self.x(day), date_format(day, "Y" if step >= 12 else "M Y")) for day in chosen)
            return
        ends = [self.first, self.last] if self.last > self.first else [self.first]
        yield from ((self.x(day), date_format(day, "j M Y")) for day in ends)

    def _months(self) -> Iterator[date]:
        day = self.first.replace(day=1)
        while day <= self.last:
            yield day
            day = add_months(day, 1)

    def _step(self, months: int) -> int:
        room = max(1, int((self.right - self.left) / (text_width("May 2026", "label") + 12)))
        return next((step for step in _STEPS if months / step <= room), _STEPS[-1])

"""Axes whose steps are round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

_STEPS: Final = (5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of Net Promoter Scores and where its grid lines are."""

    low: int
    high: int
    step: int

    @classmethod
    def around(cls, values: Iterable[float], *, most: int) -> Self:
        """The narrowest range of whole steps that holds the values, with ``most`` lines at most.

        Never beyond -100 and 100, and never under twenty points: a wobble of two must not look
        like a cliff. Without values it is the whole scale.
        """
        held = [min(100.0, max(-100.0, value)) for value in values] or [-100.0, 100.0]
        low, high = min(held), max(held)
        if high - low < 20:
            middle = min(90.0, max(-90.0, (low + high) / 2))
            low, high = middle - 10, middle + 10
        ranges = (cls(math.floor(low / step) * step, math.ceil(high / step) * step, step) for step in _STEPS)
        return next((axis for axis in ranges if len(axis.ticks) <= most), cls(-100, 100, 100))

    @property
    def ticks(self) -> range:
        """The values of the grid lines."""
        return range(self.low, self.high + 1, self.step)

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value lies between the coordinates of the low and the high end."""
        bounded = min(self.high, max(self.low, value))
        return start + (bounded - self.low) / (self.high - self.low) * (end - start)

"""Where the values of a trend lie in its drawing."""

from dataclasses import dataclass

from core.charts.axis import Axis


@dataclass(frozen=True, slots=True)
class Plot:
    """The area between the axes: evenly spaced periods across, scores upward."""

    left: float
    right: float
    top: float
    bottom: float
    axis: Axis
    periods: int

    def x(self, index: float) -> float:
        """Where a period lies, counted from 0; a single one stands in the middle."""
        if self.periods == 1:
            return (self.left + self.right) / 2
        share = min(1.0, max(0.0, index / max(1, self.periods - 1)))
        return self.left + share * (self.right - self.left)

    def y(self, nps: float) -> float:
        """Where a score lies."""
        return self.axis.place(nps, self.bottom, self.top)

    @property
    def spacing(self) -> float:
        """From one period to the next."""
        return (self.right - self.left) / max(1, self.periods - 1)

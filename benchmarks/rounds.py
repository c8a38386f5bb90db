"""Measuring two ways of doing one thing side by side: alternating rounds, the median of their ratios."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Ratio:
    """The anchor's and the product's seconds in each round."""

    anchor: list[float]
    product: list[float]

    @property
    def ratios(self) -> list[float]:
        """Product divided by anchor, round by round: below 1 the product is faster."""
        return [mine / base for mine, base in zip(self.product, self.anchor, strict=True)]

    def line(self, what: str, *, goal: str, speed: bool = False) -> str:
        """One line for people. With `speed` the ratio is of rates (above 1: the product is faster)."""
        ratios = [1 / ratio for ratio in self.ratios] if speed else self.ratios
        kind = "rate" if speed else "time"
        return (
            f"{what}: {kind} {statistics.median(ratios):.2f}× of the anchor "
            f"({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds; goal {goal}); "
            f"medians {statistics.median(self.product):.3f} s and {statistics.median(self.anchor):.3f} s"
        )


def alternate(
    *, rounds: int, anchor: Callable[[], None], product: Callable[[], None], reset: Callable[[], None]
) -> Ratio:
    """Run both in turn, each after a reset that is not timed; who begins changes from round to round."""
    seconds: dict[str, list[float]] = {"anchor": [], "product": []}
    for number in range(rounds):
        order = [("anchor", anchor), ("product", product)]
        for name, run in order if number % 2 else reversed(order):
            reset()
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    return Ratio(**seconds)


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def say(line: str) -> None:
    """Print at once, so that a long run shows how far it is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

"""The numbers of any stretch of time, for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.statistics import evidence, interval
from insights.domain import counting, reach, stages
from insights.domain.reach import Reach

if TYPE_CHECKING:
    from datetime import datetime

    from core.scoring import Tally
    from core.statistics import Evidence, Interval
    from insights.domain.counting import Scope
    from insights.domain.windows import Window


@dataclass(frozen=True, slots=True)
class Result:
    """A tally with its score: here the score is told even of few answers, with how little that means."""

    tally: Tally

    @property
    def n(self) -> int:
        """How many answers there are."""
        return self.tally.total

    @property
    def nps(self) -> int | None:
        """The score; None without answers."""
        return self.tally.nps

    @property
    def interval(self) -> Interval | None:
        """Its 95% interval; None without answers."""
        return interval(self.tally)

    @property
    def evidence(self) -> Evidence:
        """How much the answers allow to say."""
        return evidence(self.n)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What was answered in a window, and how many of those asked in it answered."""

    scope: Scope
    window: Window
    whole: Result
    distribution: list[int]
    reach: Reach
    stages: list[tuple[str, Result]]


def measure(*, scope: Scope, window: Window, now: datetime) -> Metrics:
    """Count answers and invitations of a window. Two queries."""
    ends = {end for end in (window.since, window.until) if end is not None}
    counts = counting.count(scope=scope, ends=ends, since=window.since)
    codes: list[Any] = [*(stage.value for stage in stages.ORDER), ""]
    by_stage = [(code, Result(counts.tally(window, stages=[code]))) for code in codes]
    reached = reach.by_stage(scope=scope, window=window, now=now)
    return Metrics(
        scope=scope,
        window=window,
        whole=Result(counts.tally(window)),
        distribution=counts.distribution(window),
        reach=sum(reached.values(), start=Reach()),
        stages=[(code, result) for code, result in by_stage if result.n],
    )

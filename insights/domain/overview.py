"""The numbers of a period, all from two passes: one over the answers, one over the invitations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.calendars import local_day
from core.statistics import difference
from customers.enums import Stage
from insights.domain import counting, months, reach, stages, windows
from insights.domain.score import Score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.statistics import Comparison
    from insights.domain.counting import Scope
    from insights.domain.months import MonthScore
    from insights.domain.reach import Reach
    from insights.domain.stages import StageScore, Standouts
    from insights.domain.windows import Window
    from insights.enums import Period
    from team.models import Program


@dataclass(frozen=True, slots=True)
class Scores:
    """What the answers of a period say. `since` is its first local day, None for all time."""

    period: Period
    since: date | None
    today: date
    score: Score
    kept: Score
    previous: Score | None
    change: Comparison | None
    distribution: list[int]
    stages: list[StageScore]
    months: list[MonthScore]

    @property
    def standouts(self) -> Standouts:
        """The stages that differ from the others beyond chance."""
        return stages.standouts(self.stages)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show at all, neither in the period nor in the months of the trend."""
        return not self.score.n and not any(month.score.n for month in self.months)

    @property
    def has_losses(self) -> bool:
        """Whether some of the answers are of customers who had left; `kept` is the score without them."""
        return self.kept.n != self.score.n


@dataclass(frozen=True, slots=True)
class Reached:
    """The invitations of a period: all together, and by the stage of the customer then."""

    whole: Reach
    stages: dict[str, Reach]

    @property
    def by_stage(self) -> list[StageReach]:
        """The stages in which somebody was asked, in the order of a customer's way."""
        named = [*((stage.value, stage.label) for stage in stages.ORDER), ("", stages.NO_STAGE)]
        found = [StageReach(label, self.stages.get(code, reach.Reach())) for code, label in named]
        return [row for row in found if row.reach.asked]


@dataclass(frozen=True, slots=True)
class StageReach:
    """The invitations of one stage."""

    label: str
    reach: Reach


def scores(*, period: Period, scope: Scope, program: Program, now: datetime) -> Scores:
    """Count the answers of a period, of the one before and of the months of the trend. One query."""
    zone = ZoneInfo(program.time_zone)
    today = local_day(now, zone)
    window = windows.of(period, today=today, zone=zone)
    earlier = windows.before(period, today=today, zone=zone)
    shown = months.up_to(today, period=period, zone=zone)
    spans = [window, *([earlier] if earlier else []), *(month.window for month in shown)]
    ends = {end for span in spans for end in (span.since, span.until) if end is not None}
    counts = counting.count(scope=scope, ends=ends, since=min(ends) if window.since else None)
    score, previous = Score(counts.tally(window)), counts.tally(earlier) if earlier else None
    return Scores(
        period=period,
        since=None if window.since is None else local_day(window.since, zone),
        today=today,
        score=score,
        kept=Score(counts.tally(window, stages=_kept())),
        previous=None if previous is None else Score(previous),
        change=None if previous is None else difference(score.tally, previous),
        distribution=counts.distribution(window),
        stages=stages.side_by_side(counts, window, earlier),
        months=months.trend(counts, shown),
    )


def reached(*, period: Period, scope: Scope, program: Program, now: datetime) -> Reached:
    """Count the invitations that left in a period. One query."""
    zone = ZoneInfo(program.time_zone)
    window: Window = windows.of(period, today=local_day(now, zone), zone=zone)
    found = reach.by_stage(scope=scope, window=window, now=now)
    return Reached(whole=_sum(list(found.values())), stages=found)


def _sum(parts: Sequence[Reach]) -> Reach:
    return sum(parts, start=reach.Reach())


def _kept() -> list[str]:
    """Everybody but those who had left when they answered."""
    return ["", *(stage.value for stage in Stage if stage is not Stage.LOSS)]

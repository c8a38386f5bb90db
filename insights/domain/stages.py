"""The score of each lifecycle stage, side by side, and which of them stand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.scoring import Tally
from core.statistics import Verdict, difference, evidence
from customers.enums import Stage
from insights.domain.score import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.statistics import Comparison
    from insights.domain.counting import Counts
    from insights.domain.windows import Window

# The way of a customer; losses last, apart from those who are still here.
ORDER = [Stage.PROSPECT, Stage.NEW, Stage.ESTABLISHED, Stage.RENEWAL, Stage.ADVOCATE, Stage.LOSS]
NO_STAGE = "Stage not known"


@dataclass(frozen=True, slots=True)
class StageScore:
    """One stage: its score, against the period before, and against everybody else's answers."""

    stage: str
    label: str
    score: Score
    change: Comparison | None
    apart: Comparison

    @property
    def distance(self) -> str:
        """How far it lies from all others together, without the direction: "12 points"."""
        points = abs(self.apart.points or 0)
        return f"{points} point{'' if points == 1 else 's'}"


def side_by_side(counts: Counts, window: Window, previous: Window | None) -> list[StageScore]:
    """Every stage in the order of a customer's way; answers without a stage come last, if there are any."""
    whole = counts.tally(window)
    named = [*((stage.value, stage.label) for stage in ORDER), ("", NO_STAGE)]
    tallies = {code: counts.tally(window, stages=[code]) for code, _ in named}
    confidence = _confidence(list(tallies.values()))
    return [
        StageScore(
            code,
            label,
            Score(tallies[code]),
            change=difference(tallies[code], counts.tally(previous, stages=[code])) if previous else None,
            apart=difference(tallies[code], _others(whole, tallies[code]), confidence),
        )
        for code, label in named
        if code or tallies[code].total
    ]


def _others(whole: Tally, own: Tally) -> Tally:
    return Tally(
        whole.promoters - own.promoters,
        whole.passives - own.passives,
        whole.detractors - own.detractors,
    )


def _confidence(tallies: Sequence[Tally]) -> float:
    # Of six comparisons one in twenty each would err by chance: they share the one twentieth (Bonferroni).
    compared = sum(evidence(tally.total).shows_score for tally in tallies)
    return 1 - 0.05 / max(1, compared)


@dataclass(frozen=True, slots=True)
class Standouts:
    """The stage that lies farthest below all others together and the one farthest above, beyond chance."""

    weakest: StageScore | None
    strongest: StageScore | None
    has_compared: bool


def standouts(rows: Sequence[StageScore]) -> Standouts:
    """Who stands out: a difference that chance alone could have made names nobody."""
    apart = {verdict: [row for row in rows if row.apart.verdict is verdict] for verdict in Verdict}
    return Standouts(
        weakest=min(apart[Verdict.DOWN], key=_gap, default=None),
        strongest=max(apart[Verdict.UP], key=_gap, default=None),
        has_compared=any(row.apart.z is not None for row in rows),
    )


def _gap(row: StageScore) -> float:
    return row.apart.gap or 0.0

"""A score with everything that must be said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.statistics import Evidence, evidence, interval

if TYPE_CHECKING:
    from core.scoring import Tally
    from core.statistics import Interval


@dataclass(frozen=True, slots=True)
class Score:
    """What a tally allows us to say: below ten answers only counts, below thirty a tentative score."""

    tally: Tally

    @property
    def n(self) -> int:
        """How many answers it rests on."""
        return self.tally.total

    @property
    def evidence(self) -> Evidence:
        """How much the number of answers allows."""
        return evidence(self.n)

    @property
    def nps(self) -> int | None:
        """The score, or None where the answers are too few to show one."""
        return self.tally.nps if self.evidence.shows_score else None

    @property
    def interval(self) -> Interval | None:
        """The 95% interval of the score that is shown."""
        return interval(self.tally) if self.evidence.shows_score else None

    @property
    def tentative(self) -> bool:
        """Whether the score is shown faintly."""
        return self.evidence is Evidence.TENTATIVE

    @property
    def has_few(self) -> bool:
        """Whether there are answers, but too few for a score."""
        return self.n > 0 and self.evidence is Evidence.COUNTS

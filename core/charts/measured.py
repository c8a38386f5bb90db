"""A score with what it rests on, as charts need it."""

from dataclasses import dataclass
from typing import Self

from core.rounding import round_half_away
from core.scoring import Tally, signed
from core.statistics import Evidence, Interval, evidence, interval


@dataclass(frozen=True, slots=True)
class Measured:
    """The score of one month or one group; ``nps`` is None where there is none to show."""

    label: str
    nps: int | None
    interval: Interval | None
    n: int

    @classmethod
    def of(cls, label: str, tally: Tally) -> Self:
        """What a tally says."""
        return cls(label, tally.nps, interval(tally), tally.total)

    @property
    def score(self) -> int | None:
        """The score, unless it rests on fewer than ten answers."""
        return self.nps if evidence(self.n).shows_score else None

    @property
    def tentative(self) -> bool:
        """Whether the score rests on so few answers that it is drawn faintly."""
        return evidence(self.n) is Evidence.TENTATIVE

    @property
    def range(self) -> tuple[float, float] | None:
        """The interval's ends, or the score twice where there is no interval; None if not shown."""
        if self.score is None:
            return None
        if self.interval is None:
            return self.score, self.score
        return self.interval.low, self.interval.high

    @property
    def told(self) -> str:
        """The value in words, such as "Mar: +31, between +26 and +36, 120 answers"."""
        return f"{self.label}: {', '.join(self._parts())}"

    def _parts(self) -> list[str]:
        answers = f"{self.n:,} answer{'' if self.n == 1 else 's'}" if self.n else "no answers"
        if self.score is None:
            return [answers, "too few for a score"] if self.n else [answers]
        if self.interval is None:
            return [signed(self.score), answers]
        low, high = (signed(round_half_away(end)) for end in (self.interval.low, self.interval.high))
        return [signed(self.score), f"between {low} and {high}", answers]

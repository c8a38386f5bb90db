"""How sure a Net Promoter Score is, and whether two of them differ.

Each answer is coded +1, 0 or -1. The interval is the adjusted Wald interval of Rocks, "Interval
Estimation for the Net Promoter Score", The American Statistician 70(4), 2016: three answers are
lent to the sample, so that five promoters out of five do not look like certainty.
Scores are in points (-100 to 100), rates in percent.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist
from typing import Final

from core.rounding import round_half_away
from core.scoring import Tally, band_of, signed

__all__ = [
    "Comparison",
    "Evidence",
    "Interval",
    "Verdict",
    "difference",
    "evidence",
    "interval",
    "needed_n",
    "paired",
    "rate_difference",
    "round_half_away",
    "wald",
    "wilson",
]

# The answers lent to a sample: three quarters at either end, one and a half in the middle.
_LENT: Final = {1: 0.75, 0: 1.5, -1: 0.75}


class Evidence(StrEnum):
    """How much a number of answers allows us to say."""

    COUNTS = "counts"
    TENTATIVE = "tentative"
    NORMAL = "normal"

    @property
    def shows_score(self) -> bool:
        """Whether a score may be shown at all, rather than the bare counts."""
        return self is not Evidence.COUNTS


def evidence(n: int) -> Evidence:
    """Under 10 answers only counts are shown, under 30 the score is shown as tentative."""
    if n < 10:
        return Evidence.COUNTS
    return Evidence.TENTATIVE if n < 30 else Evidence.NORMAL


@dataclass(frozen=True, slots=True)
class Interval:
    """The range in which the true value lies with the given confidence."""

    low: float
    high: float
    center: float
    margin: float
    confidence: float

    @property
    def label(self) -> str:
        """The range in words, such as "+29 to +67"."""
        low, high = round_half_away(self.low), round_half_away(self.high)
        return f"{signed(low)} to {signed(high)}"


class Verdict(StrEnum):
    """What a comparison allows us to say."""

    UP = "up"
    DOWN = "down"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The change between two scores and whether chance alone could have made it."""

    gap: float | None
    z: float | None
    needed_gap: float | None
    verdict: Verdict
    sentence: str

    @property
    def points(self) -> int | None:
        """The change in whole points, rounded once from the counts."""
        return None if self.gap is None else round_half_away(self.gap)


@dataclass(frozen=True, slots=True)
class RateDifference:
    """How far apart two rates are, in points of percent, with the range of the true difference."""

    gap: float
    interval: Interval

    @property
    def is_distinguishable(self) -> bool:
        """Whether no difference at all lies outside the range."""
        return self.interval.low > 0 or self.interval.high < 0


def interval(tally: Tally, confidence: float = 0.95, *, population: int | None = None) -> Interval | None:
    """The adjusted-Wald interval around a score, or None without answers.

    ``population`` is how many people could have answered: asking most of a small customer base
    leaves less in doubt. The lent answers shrink with that doubt, so a census is exact. A
    population smaller than the sample cannot be the sample's own and is ignored.
    """
    if not tally.total:
        return None
    doubt = _doubt(tally.total, population)
    coded = _coded(tally)
    lent = {value: coded[value] + doubt * share for value, share in _LENT.items()}
    n, mean, variance = _moments(lent)
    return _around(mean, math.sqrt(doubt * variance / n), confidence)


def wald(tally: Tally, confidence: float = 0.95, *, population: int | None = None) -> Interval | None:
    """The plain interval, centered on the score itself; too narrow for few or uniform answers."""
    if not tally.total:
        return None
    n, mean, variance = _moments(_coded(tally))
    return _around(mean, math.sqrt(_doubt(n, population) * variance / n), confidence)


def difference(current: Tally, previous: Tally, confidence: float = 0.95) -> Comparison:
    """Compare the scores of two groups of different people, or of two periods.

    z = (current - previous) / sqrt(SE1^2 + SE2^2). Uniform answers have a plain error of zero,
    which no sample deserves, so each error is at least that of the adjusted interval.
    """
    if current.nps_exact is None or previous.nps_exact is None:
        return _too_few(None)
    gap = current.nps_exact - previous.nps_exact
    if not evidence(min(current.total, previous.total)).shows_score:
        return _too_few(gap)
    error = math.hypot(_cautious_error(_coded(current)), _cautious_error(_coded(previous)))
    return _judged(gap, error, confidence)


def paired(pairs: Iterable[tuple[int, int]], confidence: float = 0.95) -> Comparison:
    """Compare the same people's earlier and later scores, given as (earlier, later).

    The change of one person is -2 to +2 bands; the error is sd / sqrt(n). More sensitive than
    ``difference``, because nobody is compared with somebody else.
    """
    changes = Counter(band_of(later).weight - band_of(earlier).weight for earlier, later in pairs)
    n = changes.total()
    if not n:
        return _too_few(None)
    gap = Fraction(100 * sum(change * people for change, people in changes.items()), n)
    if not evidence(n).shows_score:
        return _too_few(gap)
    return _judged(gap, _cautious_error(changes, sample=True), confidence)


def wilson(successes: int, trials: int, confidence: float = 0.95) -> Interval | None:
    """The Wilson interval of a rate in percent, or None without trials.

    Raises ValueError when the successes are not some of the trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError("successes must be some of the trials")
    if not trials:
        return None
    z, rate = _critical(confidence), successes / trials
    scale = 1 + z**2 / trials
    center = (rate + z**2 / (2 * trials)) / scale
    spread = math.sqrt(rate * (1 - rate) / trials + z**2 / (4 * trials**2))
    return _bounded(100 * center, 100 * z * spread / scale, confidence, floor=0)


def rate_difference(
    first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95
) -> RateDifference | None:
    """The first rate minus the second, each given as (successes, trials); None where nobody was tried.

    Agresti and Caffo, "Simple and Effective Confidence Intervals for Proportions and Differences of
    Proportions", The American Statistician 54(4), 2000: one success and one failure are lent to each
    side, so that small groups and rates near 0 or 100 percent claim no more than they may.
    Raises ValueError when the successes are not some of the trials.
    """
    for successes, trials in (first, second):
        if not 0 <= successes <= trials:
            raise ValueError("successes must be some of the trials")
    if not (first[1] and second[1]):
        return None
    rates = [(successes + 1, trials + 2) for successes, trials in (first, second)]
    error = math.sqrt(sum(hits / n * (1 - hits / n) / n for hits, n in rates))
    center = 100 * (rates[0][0] / rates[0][1] - rates[1][0] / rates[1][1])
    return RateDifference(
        gap=float(100 * (Fraction(*first) - Fraction(*second))),
        interval=_bounded(center, 100 * _critical(confidence) * error, confidence, floor=-100),
    )


def needed_n(
    margin: float,
    *,
    variance: float = 1.0,
    population: int | None = None,
    confidence: float = 0.95,
) -> int:
    """How many answers bring the margin down to the given points.

    ``variance`` is that of one coded answer: 1.0 is the worst case, half promoters and half
    detractors. Raises ValueError unless the margin is positive.
    """
    if margin <= 0:
        raise ValueError("margin must be more than 0 points")
    needed = variance * (100 * _critical(confidence) / margin) ** 2
    if population is not None:
        needed = needed * population / (needed + population - 1)
    return math.ceil(needed)


def _coded(tally: Tally) -> dict[int, int]:
    return {1: tally.promoters, 0: tally.passives, -1: tally.detractors}


def _moments(counts: Mapping[int, int] | Mapping[int, float]) -> tuple[float, float, float]:
    """The number, mean and variance of values given with how often each occurs."""
    n = sum(counts.values())
    mean = sum(value * number for value, number in counts.items()) / n
    return n, mean, sum(number * (value - mean) ** 2 for value, number in counts.items()) / n


def _doubt(n: float, population: int | None) -> float:
    """The square of the finite population correction: (N - n) / (N - 1)."""
    if population is None or population < n:
        return 1.0
    return (population - n) / (population - 1) if population > 1 else 0.0


def _cautious_error(counts: Mapping[int, int], *, sample: bool = False) -> float:
    """The standard error in points, never below the one with the lent answers."""
    n, _, variance = _moments(counts)
    lent = {value: float(counts.get(value, 0)) for value in (*counts, *_LENT)}
    for value, share in _LENT.items():
        lent[value] += share
    lent_n, _, lent_variance = _moments(lent)
    plain = variance / (n - 1 if sample else n)
    return 100 * math.sqrt(max(plain, lent_variance / lent_n))


def _critical(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _around(mean: float, error: float, confidence: float) -> Interval:
    return _bounded(100 * mean, 100 * _critical(confidence) * error, confidence, floor=-100)


def _bounded(center: float, margin: float, confidence: float, *, floor: float) -> Interval:
    low, high = max(floor, center - margin), min(100.0, center + margin)
    return Interval(low=low, high=high, center=center, margin=margin, confidence=confidence)


def _too_few(gap: Fraction | None) -> Comparison:
    return Comparison(
        gap=None if gap is None else float(gap),
        z=None,
        needed_gap=None,
        verdict=Verdict.UNDECIDED,
        sentence="too few answers to compare",
    )


def _judged(gap: Fraction, error: float, confidence: float) -> Comparison:
    critical = _critical(confidence)
    z, needed = float(gap) / error, critical * error
    if abs(z) < critical:
        verdict, sentence = Verdict.UNDECIDED, "no distinguishable change"
    else:
        verdict = Verdict.UP if gap > 0 else Verdict.DOWN
        sentence = f"{verdict} by {_in_words(abs(gap))}"
    return Comparison(float(gap), z=z, needed_gap=needed, verdict=verdict, sentence=sentence)


def _in_words(gap: Fraction) -> str:
    points = round_half_away(gap)
    if not points:
        return "less than a point"
    return f"{points} point{'s' if points > 1 else ''}"

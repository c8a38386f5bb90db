"""The 0-10 scale, its three bands and the Net Promoter Score: the one place that defines them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self

from core.rounding import percent, round_half_away

SCORES: Final = range(11)

# int() would also take "７", "1_0", "+9" and " 9 ", which nobody meant as a score.
_SCORE: Final = re.compile(r"10|[0-9]")


class Band(StrEnum):
    """Where a score stands: 9-10 promoter, 7-8 passive, 0-6 detractor."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"

    @property
    def label(self) -> str:
        """The word for one person in this band."""
        return self.value.capitalize()

    @property
    def plural(self) -> str:
        """The word for several people in this band."""
        return f"{self.label}s"

    @property
    def weight(self) -> int:
        """What one answer adds to promoters minus detractors: +1, 0 or -1."""
        return _WEIGHTS[self]

    @property
    def range_label(self) -> str:
        """The scores of the band as people write them, such as "9–10"."""
        scores = scores_of(self)
        return f"{scores[0]}–{scores[-1]}"


_WEIGHTS: Final = {Band.PROMOTER: 1, Band.PASSIVE: 0, Band.DETRACTOR: -1}
_SCORES: Final = {
    Band.PROMOTER: range(9, 11),
    Band.PASSIVE: range(7, 9),
    Band.DETRACTOR: range(7),
}
_WORDS: Final = {**{band.value: band for band in Band}, "neutral": Band.PASSIVE}


def band_of(score: int) -> Band:
    """The band of a score.

    Raises ValueError for anything but an integer from 0 to 10; True is not a score of 1.
    """
    if type(score) is not int or score not in SCORES:
        raise ValueError(f"score must be a whole number from 0 to 10, not {score!r}")
    return next(band for band in Band if score in _SCORES[band])


def scores_of(band: Band) -> range:
    """The scores that make up a band, in rising order."""
    return _SCORES[band]


def parse_band(text: str) -> Band:
    """The band that a person, a file or a query named, in any case and number.

    "Neutral" is the older word for passive. Raises ValueError for any other word.
    """
    word = text.strip().lower()
    band = _WORDS.get(word, _WORDS.get(word.removesuffix("s")))
    if band is None:
        raise ValueError(f"band must be promoter, passive or detractor, not {text!r}")
    return band


def parse_score(text: str) -> int:
    """The score that a form or a link carries: "0" to "10" in ASCII digits and nothing around.

    Raises ValueError, naming the field, for everything else.
    """
    if not _SCORE.fullmatch(text):
        raise ValueError("score must be a whole number from 0 to 10")
    return int(text)


def signed(points: float | None) -> str:
    """A score or a change as people read it: "+47", "−18", "0", and "–" where there is none."""
    if points is None:
        return "–"
    if points == 0:
        return "0"
    return f"+{points}" if points > 0 else f"−{abs(points)}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers fell into each band. Tallies of disjoint groups add up."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    def __post_init__(self) -> None:
        if min(self.promoters, self.passives, self.detractors) < 0:
            raise ValueError("a tally cannot count fewer than no answers")

    @classmethod
    def from_scores(cls, scores: Iterable[int]) -> Self:
        """Count single scores. Raises ValueError for one outside 0-10."""
        counts = dict.fromkeys(Band, 0)
        for score in scores:
            counts[band_of(score)] += 1
        return cls._from_bands(counts)

    @classmethod
    def from_counts(cls, counts: Mapping[int, int]) -> Self:
        """Add up answers per score, as a GROUP BY returns them; missing scores count none."""
        bands = dict.fromkeys(Band, 0)
        for score, number in counts.items():
            bands[band_of(score)] += number
        return cls._from_bands(bands)

    @classmethod
    def _from_bands(cls, counts: Mapping[Band, int]) -> Self:
        return cls(counts[Band.PROMOTER], counts[Band.PASSIVE], counts[Band.DETRACTOR])

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.promoters + other.promoters,
            self.passives + other.passives,
            self.detractors + other.detractors,
        )

    @property
    def total(self) -> int:
        """How many answers there are."""
        return self.promoters + self.passives + self.detractors

    @property
    def nps_exact(self) -> Fraction | None:
        """Percent promoters minus percent detractors, unrounded; None without answers."""
        if not self.total:
            return None
        return Fraction(100 * (self.promoters - self.detractors), self.total)

    @property
    def nps(self) -> int | None:
        """The Net Promoter Score, -100 to 100, or None when nobody has answered.

        Computed from the counts and rounded once: subtracting rounded shares is off by one.
        """
        exact = self.nps_exact
        return None if exact is None else round_half_away(exact)

    def count(self, band: Band) -> int:
        """How many answers fell into one band."""
        return {
            Band.PROMOTER: self.promoters,
            Band.PASSIVE: self.passives,
            Band.DETRACTOR: self.detractors,
        }[band]

    def share(self, band: Band) -> float | None:
        """The band's share in percent with one decimal, or None without answers.

        The three shares are rounded apart and need not add to exactly 100.
        """
        return percent(self.count(band), self.total)

    @property
    def shares(self) -> dict[Band, float | None]:
        """All three shares, for templates: ``tally.shares.promoter``."""
        return {band: self.share(band) for band in Band}

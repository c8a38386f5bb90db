"""Who fits a follow-up best: pure arithmetic on people's traits, the same for every order of candidates.

Each trait fits somebody to a share from 0 to 1, and gives that share of its points, rounded down: points
are whole numbers, and their sum is the score.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core import countries, languages
from customers.enums import Stage
from followups.enums import Trait

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NONE, HALF, WHOLE = Fraction(0), Fraction(1, 2), Fraction(1)
CUSTOM = "custom."


@dataclass(frozen=True, slots=True)
class Points:
    """What each trait is worth, by its code; `labels` names the company's own ("custom.<key>")."""

    by_trait: Mapping[str, int]
    owner_first: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a follow-up asks of its owner. `themes` are names by id, `custom` the values by trait key."""

    account_manager: int | None = None
    themes: Mapping[int, str] = field(default_factory=dict)
    language: str = ""
    country: str = ""
    stage: str = ""
    custom: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be chosen, with what counts for the choice.

    `overlap` is the part of the customer's working hours that they work too. Of the customer's other
    follow-ups, `at_work` is how many they have unfinished and `ended` how many they closed, `ended_well` of
    these to the customer's content.
    """

    user_id: int
    name: str
    load: int
    capacity: int
    languages: tuple[str, ...] = ()
    skills: frozenset[int] = frozenset()
    regions: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    custom: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlap: Fraction = NONE
    ended_well: int = 0
    ended: int = 0
    at_work: int = 0

    @property
    def free_share(self) -> Fraction:
        """The free part of their capacity, 0 to 1."""
        return Fraction(max(self.capacity - self.load, 0), self.capacity) if self.capacity else NONE


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one candidate fits: to what share each trait does, and the points of it."""

    candidate: Candidate
    shares: dict[str, Fraction]
    traits: dict[str, int]
    goes_first: bool
    clauses: tuple[str, ...]

    @property
    def total(self) -> int:
        """The points of all traits."""
        return sum(self.traits.values())

    def order(self) -> tuple[bool, int, Fraction, int]:
        """What fits are sorted by, the best lowest."""
        return order(self.goes_first, self.total, self.candidate.free_share, self.candidate.user_id)

    def stored(self) -> dict[str, Any]:
        """The row that the decision keeps."""
        person = self.candidate
        return {
            "user": person.user_id,
            "name": person.name,
            "traits": self.traits,
            "shares": {trait: str(share) for trait, share in self.shares.items() if share},
            "first": self.goes_first,
            "total": self.total,
            "load": person.load,
            "capacity": person.capacity,
        }

    def words(self) -> str:
        """Why them, in a clause: "owns the account, speaks Spanish, 4 of 10 open"."""
        return ", ".join([*self.clauses, f"{self.candidate.load} of {self.candidate.capacity} open"])


def rank(candidates: Collection[Candidate], needs: Needs, points: Points) -> list[Fit]:
    """The candidates, best first. Equal points go to the freer person, then to the lower id."""
    fits = [fit(candidate, needs, points) for candidate in candidates]
    return sorted(fits, key=Fit.order)


def order(
    goes_first: bool, total: int, free_share: Fraction, user_id: int
) -> tuple[bool, int, Fraction, int]:
    """What candidates are sorted by, the best lowest."""
    return (not goes_first, -total, -free_share, user_id)


def fit(candidate: Candidate, needs: Needs, points: Points) -> Fit:
    """How one candidate fits, whoever else there is."""
    shares = _shares(candidate, needs)
    traits = worth(shares, points)
    goes_first = points.owner_first and shares[Trait.ACCOUNT_OWNER] == WHOLE
    counted = [code for code in shares if traits.get(code) or (goes_first and code == Trait.ACCOUNT_OWNER)]
    clauses = [_clause(code, candidate, needs, points) for code in counted]
    return Fit(candidate, shares, traits, goes_first, tuple(clause for clause in clauses if clause))


def worth(shares: Mapping[str, Fraction], points: Points) -> dict[str, int]:
    """The points of each trait for somebody whom they fit to these shares."""
    return {code: int(most * shares.get(code, NONE)) for code, most in points.by_trait.items()}


def language_name(code: str) -> str:
    """A language in English: "Spanish"; its code where it has no known name."""
    name = languages.name_of(_primary(code))
    return code if name == _primary(code) else name


def _shares(candidate: Candidate, needs: Needs) -> dict[str, Fraction]:
    spoken = {_primary(code) for code in candidate.languages}
    known = len(candidate.skills & set(needs.themes))
    shares = {
        Trait.ACCOUNT_OWNER: _whole(candidate.user_id == needs.account_manager),
        Trait.SKILL: Fraction(known, len(needs.themes)) if needs.themes else NONE,
        Trait.LANGUAGE: _whole(bool(needs.language) and _primary(needs.language) in spoken),
        Trait.REGION: _whole(bool(needs.country) and needs.country in candidate.regions),
        Trait.ZONE: candidate.overlap,
        Trait.HISTORY: _history(candidate),
        Trait.STAGE: _whole(bool(needs.stage) and needs.stage in candidate.stages),
        Trait.LOAD: candidate.free_share,
    }
    own = {
        f"{CUSTOM}{key}": _whole(bool(_met(candidate, key, values))) for key, values in needs.custom.items()
    }
    return {**{trait.value: share for trait, share in shares.items()}, **own}


def _history(candidate: Candidate) -> Fraction:
    # Nobody is to be called by two of us about the same. One that ended well says that they get on; one that
    # did not still spares the customer the story.
    if candidate.at_work:
        return WHOLE
    if not candidate.ended:
        return NONE
    return WHOLE if candidate.ended_well else HALF


def _met(candidate: Candidate, key: str, values: Collection[str]) -> list[str]:
    stands_for = {value.casefold() for value in candidate.custom.get(key, ())}
    return [value for value in values if value.casefold() in stands_for]


def _whole(fits: bool) -> Fraction:
    return WHOLE if fits else NONE


def _clause(code: str, candidate: Candidate, needs: Needs, points: Points) -> str:
    if code.startswith(CUSTOM):
        met = _met(candidate, code.removeprefix(CUSTOM), needs.custom[code.removeprefix(CUSTOM)])
        return f"{points.labels.get(code, code.removeprefix(CUSTOM))}: {met[0]}"
    clauses = {
        Trait.ACCOUNT_OWNER: "owns the account",
        Trait.SKILL: f"knows {_themes(candidate, needs)}",
        Trait.LANGUAGE: f"speaks {language_name(needs.language)}",
        Trait.REGION: f"looks after {countries.name_of(needs.country)}",
        Trait.ZONE: "works at their hours" if candidate.overlap >= HALF else "works some of their hours",
        Trait.HISTORY: _shared_past(candidate),
        Trait.STAGE: f"prefers the stage {dict(Stage.choices).get(needs.stage, needs.stage).lower()}",
    }
    return clauses.get(Trait(code), "")


def _shared_past(candidate: Candidate) -> str:
    if candidate.at_work:
        return "works with them just now"
    return f"has {'helped' if candidate.ended_well else 'worked with'} them before"


def _themes(candidate: Candidate, needs: Needs) -> str:
    known = sorted(name for theme, name in needs.themes.items() if theme in candidate.skills)
    more = f" and {len(known) - 2} more" if len(known) > 2 else ""
    return " and ".join(f"“{name}”" for name in known[:2]) + more


def _primary(code: str) -> str:
    # Who speaks Spanish speaks to a customer in Mexico too.
    return code.strip().lower().replace("_", "-").partition("-")[0]

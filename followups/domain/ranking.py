"""Who fits a follow-up best: pure arithmetic on people's traits, the same for every order of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_info

if TYPE_CHECKING:
    from collections.abc import Collection

# Ownership outweighs everything else together: the account's manager wins if present and with room.
OWNER_POINTS = 100
LANGUAGE_POINTS = 30
LOAD_POINTS = 20


@dataclass(frozen=True, slots=True)
class Needs:
    """What a follow-up asks of its owner."""

    account_manager: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be chosen, with what counts for the choice."""

    user_id: int
    name: str
    load: int
    capacity: int
    languages: tuple[str, ...] = ()

    @property
    def free_share(self) -> Fraction:
        """The free part of their capacity, 0 to 1."""
        return Fraction(max(self.capacity - self.load, 0), self.capacity) if self.capacity else Fraction(0)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one candidate fits: points by trait."""

    candidate: Candidate
    traits: dict[str, int]
    language: str = ""

    @property
    def total(self) -> int:
        """The points of all traits."""
        return sum(self.traits.values())

    def stored(self) -> dict[str, Any]:
        """The row that the decision keeps."""
        person = self.candidate
        return {
            "user": person.user_id,
            "name": person.name,
            "traits": self.traits,
            "total": self.total,
            "load": person.load,
            "capacity": person.capacity,
        }

    def words(self) -> str:
        """Why them, in a clause: "owns the account, speaks Spanish, 4 of 10 open"."""
        parts = ["owns the account"] if self.traits["account_owner"] else []
        parts += [f"speaks {language_name(self.language)}"] if self.traits["language"] else []
        return ", ".join([*parts, f"{self.candidate.load} of {self.candidate.capacity} open"])


def rank(candidates: Collection[Candidate], needs: Needs) -> list[Fit]:
    """The candidates, best first. Equal points go to the freer person, then to the lower id."""
    fits = [_fit(candidate, needs) for candidate in candidates]
    return sorted(fits, key=lambda fit: (-fit.total, -fit.candidate.free_share, fit.candidate.user_id))


def language_name(code: str) -> str:
    """A language in English: "Spanish"; its code where it has no known name."""
    try:
        return str(get_language_info(_primary(code))["name"])
    except KeyError:
        return code


def _fit(candidate: Candidate, needs: Needs) -> Fit:
    speaks = needs.language and _primary(needs.language) in {_primary(code) for code in candidate.languages}
    traits = {
        "account_owner": OWNER_POINTS if candidate.user_id == needs.account_manager else 0,
        "language": LANGUAGE_POINTS if speaks else 0,
        "load": int(LOAD_POINTS * candidate.free_share),
    }
    return Fit(candidate, traits, needs.language)


def _primary(code: str) -> str:
    # Who speaks Spanish speaks to a customer in Mexico too.
    return code.strip().lower().replace("_", "-").partition("-")[0]

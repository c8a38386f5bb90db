"""What the pages behind one invitation's link say: its survey's words, filled, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from core import placeholders
from core.scoring import Band, band_of
from customers.models import Customer
from responses.domain import languages, wording
from responses.domain.asking import WORDS
from surveys.domain import texts
from surveys.models import SurveyText
from team.models import Program

if TYPE_CHECKING:
    from responses.domain.asking import Asked, Who
    from responses.domain.wording import Words

_THANKS = {
    Band.PROMOTER: "thanks_promoter",
    Band.PASSIVE: "thanks_passive",
    Band.DETRACTOR: "thanks_detractor",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one invitation's pages say in one language: equal sheets make equal pages.

    `filled` holds the survey's words, `words` our own; `choices` are the other languages, as (code, name).
    """

    filled: tuple[str, ...]
    words: Words
    company: str
    color: str
    privacy_url: str
    choices: tuple[tuple[str, str], ...]

    @property
    def says(self) -> dict[str, str]:
        """The survey's words by name."""
        return dict(zip(WORDS, self.filled, strict=True))

    @property
    def language(self) -> str:
        """The code of the survey's words."""
        return self.filled[0]

    @property
    def direction(self) -> str:
        """Which way the page reads."""
        return languages.direction(self.language)

    @property
    def speaks_another(self) -> bool:
        """True where our own words are not in the survey's language."""
        return self.language.lower().split("-")[0] != self.words.code

    def thanks(self, score: int) -> str:
        """What this answer is thanked with."""
        return self.says[_THANKS[band_of(score)]]


def sheet_for(*, asked: Asked, language: str) -> Sheet:
    """The words in this language, or in the nearest that the survey has; empty means the customer's."""
    name = asked.name if _is_personal(asked.texts) else ""
    return _sheet(
        asked.texts, asked.who, asked.color, asked.default_language, language or asked.language, name
    )


# Thousands of links lead to the same few sheets. The words themselves are the key: an edit is seen at once.
@lru_cache(maxsize=256)
def _sheet(  # all that a sheet depends on
    stored: tuple[tuple[str, ...], ...], who: Who, color: str, default: str, language: str, name: str
) -> Sheet:
    written = [SurveyText(**dict(zip(WORDS, words, strict=True))) for words in stored]
    text = texts.best_text(texts=written, language=language, default=default)
    program = Program(company=who.company, product=who.product)
    values = {
        "company": program.company,
        "product": program.asked_about,
        "first_name": Customer(name=name).first_name,
        "name": name,
    }
    return Sheet(
        filled=tuple(placeholders.fill(getattr(text, word), values) for word in WORDS),
        words=wording.best(text.language),
        company=who.company,
        color=color.lower().removeprefix("#"),
        privacy_url=who.privacy_url,
        choices=tuple(
            (other.language, languages.own_name(other.language)) for other in written if other is not text
        ),
    )


@lru_cache(maxsize=256)
def _is_personal(stored: tuple[tuple[str, ...], ...]) -> bool:
    """Whether any of the words names the customer: then each has a sheet of their own."""
    return any(placeholders.find(word) & {"name", "first_name"} for words in stored for word in words)

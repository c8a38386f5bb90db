"""What the pages behind one survey's links say: its words, filled, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from core import languages as codes
from core import placeholders
from core.scoring import Band, band_of
from customers.models import Customer
from responses.domain import languages, questions, wording
from responses.domain.asking import WORDS
from responses.enums import ResponseState
from surveys.domain import texts
from surveys.emails import looks
from surveys.models import SurveyLogo, SurveyText
from team.models import Program

if TYPE_CHECKING:
    from responses.domain.asking import Asked, Logo, Who, Written
    from responses.domain.questions import ExtraQuestion
    from responses.domain.wording import Words
    from responses.models import Response

_THANKS = {
    Band.PROMOTER: "thanks_promoter",
    Band.PASSIVE: "thanks_passive",
    Band.DETRACTOR: "thanks_detractor",
}


class ShownLogo(NamedTuple):
    """A logo as the page's head shows it: the parts of its address, and its size there in CSS pixels."""

    digest: str
    kind: str
    width: int
    height: int
    alternative: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a survey's pages say in one language: equal sheets make equal pages.

    `filled` holds the survey's words, `words` our own; `choices` are the other languages, as (code, name).
    """

    filled: tuple[str, ...]
    words: Words
    company: str
    color: str
    privacy_url: str
    choices: tuple[tuple[str, str], ...]
    logo: ShownLogo | None
    questions: tuple[ExtraQuestion, ...]

    @property
    def says(self) -> dict[str, str]:
        """The survey's words by name."""
        return dict(zip(WORDS, self.filled, strict=True))

    @property
    def language(self) -> str:
        """The code of the survey's words."""
        return self.filled[0]

    @property
    def language_name(self) -> str:
        """What its speakers call it."""
        return languages.own_name(self.language)

    @property
    def direction(self) -> str:
        """Which way the page reads."""
        return codes.direction(self.language)

    @property
    def speaks_another(self) -> bool:
        """True where our own words are not in the survey's language."""
        return self.language.lower().split("-")[0] != self.words.code.lower().split("-")[0]

    def thanks(self, score: int, *, may_call: bool = False) -> str:
        """What this answer is thanked with. Only a detractor who may be called reads that somebody will."""
        band = band_of(score)
        said = self.says[_THANKS[band]]
        # In a language that is not ours the sentence would stand out, so nothing is promised.
        if band != Band.DETRACTOR or not may_call or self.speaks_another:
            return said
        return f"{said} {self.words.will_call}"

    def thanks_for(self, response: Response) -> str:
        """The same for a stored answer: whoever agreed to be contacted, and can be, may be called."""
        person = response.customer if response.contact_me else None
        may_call = person is not None and bool(person.email or person.phone)
        return self.thanks(response.score, may_call=may_call and response.state == ResponseState.COUNTED)


def sheet_for(*, asked: Asked, language: str) -> Sheet:
    """The words in this language, or in the nearest that the survey has; empty means the customer's."""
    wanted = language or asked.language
    return sheet(survey=asked.survey, who=asked.who, language=wanted, name=asked.name, stage=asked.stage)


def sheet(*, survey: Written, who: Who, language: str, name: str = "", stage: str | None = "") -> Sheet:
    """The words in the language nearest to this one, for somebody of this name and stage, or for anybody.

    Without a stage nobody sees the questions that are tied to one; None shows all, for previews.
    """
    # Whatever makes no difference is left out: the fewer sheets, the more often one is at hand.
    named = name if _is_personal(survey.texts) else ""
    staged = stage if any(question.stages for question in survey.questions) else ""
    return _sheet(survey, who, language, named, staged)


# Thousands of links lead to the same few sheets. The words themselves are the key: an edit is seen at once.
@lru_cache(maxsize=256)
def _sheet(survey: Written, who: Who, language: str, name: str, stage: str | None) -> Sheet:
    written = [SurveyText(**dict(zip(WORDS, words, strict=True))) for words in survey.texts]
    text = texts.best_text(texts=written, language=language, default=survey.default_language)
    program = Program(company=who.company, product=who.product)
    everywhere = {"company": program.company, "product": program.asked_about}
    values = {**everywhere, "first_name": Customer(name=name).first_name, "name": name}
    return Sheet(
        filled=tuple(placeholders.fill(getattr(text, word), values) for word in WORDS),
        words=wording.best(text.language),
        company=who.company,
        color=survey.color.lower().removeprefix("#"),
        privacy_url=who.privacy_url,
        choices=tuple(
            (other.language, languages.own_name(other.language)) for other in written if other is not text
        ),
        logo=_shown(survey.logo) if survey.logo else None,
        questions=questions.spoken(
            survey.questions,
            language=text.language,
            default=survey.default_language,
            stage=stage,
            values=everywhere,
        ),
    )


def _shown(logo: Logo) -> ShownLogo:
    width, height = looks.size_at_head(logo.width, logo.height)
    kind = SurveyLogo(content_type=logo.content_type).kind
    return ShownLogo(logo.digest, kind, width, height, logo.alternative)


@lru_cache(maxsize=256)
def _is_personal(stored: tuple[tuple[str, ...], ...]) -> bool:
    """Whether any of the words names the customer: then each has a sheet of their own."""
    return any(placeholders.find(word) & {"name", "first_name"} for words in stored for word in words)

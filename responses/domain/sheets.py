"""What the pages behind one invitation's link say: its survey's words, filled, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import placeholders
from core.scoring import Band, band_of
from responses.domain import languages, wording
from surveys.domain import texts

if TYPE_CHECKING:
    from responses.domain.wording import Words
    from surveys.models import Invitation
    from team.models import Program

_THANKS = {
    Band.PROMOTER: "thanks_promoter",
    Band.PASSIVE: "thanks_passive",
    Band.DETRACTOR: "thanks_detractor",
}
_FIELDS = [
    *("question", "low_label", "high_label", "reason_question", "reason_hint", "contact_me", "send_button"),
    *("why_you", "thanks_title", *_THANKS.values()),
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One invitation's words in one language: `says` holds the survey's, `words` our own.

    `choices` are the other languages there are, as (code, name).
    """

    language: str
    says: dict[str, str]
    words: Words
    company: str
    color: str
    privacy_url: str
    choices: list[tuple[str, str]]

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


def sheet_for(*, invitation: Invitation, program: Program, language: str) -> Sheet:
    """The words in this language, or in the nearest that the survey has; empty means the customer's."""
    survey, customer = invitation.campaign.survey, invitation.customer
    written = list(survey.texts.all())
    text = texts.best_text(
        texts=written, language=language or customer.language, default=survey.default_language
    )
    values = {
        "company": program.company,
        "product": program.asked_about,
        "first_name": customer.first_name,
        "name": customer.name,
    }
    return Sheet(
        language=text.language,
        says={field: placeholders.fill(getattr(text, field), values) for field in _FIELDS},
        words=wording.best(text.language),
        company=program.company,
        color=survey.brand_color.lower().removeprefix("#"),
        privacy_url=program.privacy_url,
        choices=[
            (other.language, languages.own_name(other.language)) for other in written if other is not text
        ],
    )

"""The words a customer reads, in their language."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from core import languages as codes
from surveys.domain.defaults import DEFAULTS
from surveys.models import SurveyText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.models import Survey

__all__ = [
    "DEFAULTS",
    "FIRST_LANGUAGES",
    "PLACEHOLDERS",
    "add_defaults",
    "best_text",
    "reminding",
    "text_for",
]

PLACEHOLDERS = frozenset({"company", "product", "first_name", "name"})

# What a survey is written in where nobody chose.
FIRST_LANGUAGES = ("en", "de")


def add_defaults(*, survey: Survey, languages: Sequence[str] = FIRST_LANGUAGES) -> None:
    """Give the survey our own words in these languages, where it has none yet."""
    present = set(survey.texts.values_list("language", flat=True))
    SurveyText.objects.bulk_create(
        SurveyText(survey=survey, language=language, **DEFAULTS[language])
        for language in languages
        if language not in present
    )


def text_for(*, survey: Survey, language: str) -> SurveyText:
    """The survey's words in this language, else in one that contains it, else in the default language.

    Raises SurveyText.DoesNotExist when the survey has no words at all.
    """
    return best_text(texts=list(survey.texts.all()), language=language, default=survey.default_language)


def reminding(text: SurveyText) -> SurveyText:
    """The words with those of a reminder: the survey's, else our own in that language.

    A survey from before there were reminders has none. In a language that is not ours they stay empty, and
    the mail says what the first one said.
    """
    ours = DEFAULTS.get(codes.matching(text.language, DEFAULTS) or "", {})
    filled = copy(text)
    filled.reminder_subject = text.reminder_subject or ours.get("reminder_subject", "")
    filled.reminder_greeting = text.reminder_greeting or ours.get("reminder_greeting", "")
    return filled


def best_text(*, texts: Sequence[SurveyText], language: str, default: str) -> SurveyText:
    """Of these texts the one for `de-AT`: de-AT, else de, else the default, else the first."""
    if not texts:
        raise SurveyText.DoesNotExist("This survey has no texts yet.")
    by_language = {text.language: text for text in texts}
    found = codes.matching(language, by_language) or codes.matching(default, by_language)
    return by_language[found] if found else texts[0]

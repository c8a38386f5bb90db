"""The words a customer reads, where the survey has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveys.domain import lettering, texts
from surveys.models import SurveyText
from tests.factories.surveys import SurveyFactory

if TYPE_CHECKING:
    from team.models import Program

SUBJECT, GREETING = "reminder_subject", "reminder_greeting"


def without_reminder(language: str) -> SurveyText:
    return SurveyText(language=language, subject="First", greeting="Hello")


@pytest.mark.parametrize("language", texts.DEFAULTS)
def test_a_reminder_without_words_says_ours(language: str) -> None:
    """G65: a survey from before there were reminders reminds in its readers' language."""
    ours = texts.DEFAULTS[language]

    found = texts.reminding(without_reminder(language))

    assert (found.reminder_subject, found.reminder_greeting) == (ours[SUBJECT], ours[GREETING])


def test_a_region_has_its_languages_words_and_another_language_none() -> None:
    """Nobody gets a mail in two languages: where we have no words, the first mail's are said again."""
    text = without_reminder("fi")

    swiss, finnish = texts.reminding(without_reminder("de-CH")), texts.reminding(text)

    assert swiss.reminder_subject == texts.DEFAULTS["de"][SUBJECT]
    assert (finnish.reminder_subject, finnish.reminder_greeting, finnish.subject) == ("", "", "First")
    assert text.reminder_subject == ""


def test_a_reminder_keeps_the_words_that_somebody_wrote() -> None:
    """G65: each of the two by itself."""
    text = without_reminder("en")
    text.reminder_subject = "Still open"

    found = texts.reminding(text)

    assert (found.reminder_subject, found.reminder_greeting) == ("Still open", texts.DEFAULTS["en"][GREETING])


@pytest.mark.django_db
def test_the_mail_of_such_a_survey_is_never_without_words(program: Program) -> None:
    """G65: what leaves, and what a preview shows."""
    survey = SurveyFactory.create()
    survey.texts.update(reminder_subject="", reminder_greeting="")

    form = lettering.form_of(text=survey.texts.get(language="en"), program=program, reminder=1)

    assert form.subject == "One question about Northwind Freight is still open"
    assert form.text.startswith("Hi {first_name|there}, we asked you a few days ago")

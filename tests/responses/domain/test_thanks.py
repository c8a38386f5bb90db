"""Who reads that somebody will call: those whom somebody can and may call, and nobody else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from responses.domain import asking, sheets, wording
from responses.enums import ResponseState
from surveys.domain import texts
from surveys.models import SurveyText
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SurveyFactory

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db
SORRY = "We are sorry that we let you down. Somebody will read this."
CALLED = f"{SORRY} Somebody from the team will get in touch with you."


def sheet_in(language: str = "en", *languages: str) -> sheets.Sheet:
    survey = SurveyFactory.create()
    texts.add_defaults(survey=survey, languages=[language, *languages])
    return sheets.sheet(survey=asking.written(survey), who=asking.whoever_asks(), language=language)


def thanks(**facts: Any) -> str:
    return sheet_in().thanks_for(ResponseFactory.create(**facts))


def test_a_detractor_who_may_be_contacted_is_promised_a_person(program: Program) -> None:
    """G9 G41 G44: by mail, or by phone."""
    reached = CustomerFactory.create(email="", contact=None, phone="+44 20 7946 0000")

    assert thanks(score=3, contact_me=True) == CALLED
    assert thanks(score=6, contact_me=True, customer=reached) == CALLED


@pytest.mark.parametrize(
    "facts",
    [
        {"contact_me": False},
        {"contact_me": True, "customer": None},
        {"contact_me": True, "state": ResponseState.PROVISIONAL},
    ],
    ids=["did not agree", "anonymous", "does not count yet"],
)
def test_nobody_else_is_promised_one(program: Program, facts: dict[str, Any]) -> None:
    """G9: a promise that nobody keeps makes a second detractor of the first."""
    assert thanks(score=3, **facts) == SORRY


def test_whom_nobody_can_reach_is_promised_nothing(program: Program) -> None:
    customer = CustomerFactory.create(email="", contact=None, phone="")

    assert thanks(score=3, contact_me=True, customer=customer) == SORRY


@pytest.mark.parametrize("score", [7, 8, 9, 10])
def test_only_detractors_owe_a_call(program: Program, score: int) -> None:
    assert "in touch" not in thanks(score=score, contact_me=True)


@pytest.mark.parametrize("language", texts.DEFAULTS)
def test_our_words_promise_a_person_in_each_language_by_one_sentence(program: Program, language: str) -> None:
    """G9: the survey's own words promise nothing, the page's own sentence does."""
    sheet, promise = sheet_in(language), wording.LANGUAGES[language].will_call

    assert sheet.thanks(3) == texts.DEFAULTS[language]["thanks_detractor"]
    assert sheet.thanks(3, may_call=True) == f"{sheet.thanks(3)} {promise}"


def test_a_language_that_is_not_ours_keeps_to_its_own_words(program: Program) -> None:
    survey = SurveyFactory.create()
    survey.texts.exclude(language="en").delete()
    survey.texts.update(language="fi", thanks_detractor="Olemme pahoillamme.")
    sheet = sheets.sheet(survey=asking.written(survey), who=asking.whoever_asks(), language="fi")

    assert sheet.thanks(3, may_call=True) == "Olemme pahoillamme."


def test_stored_words_of_ours_lose_their_promise_and_those_of_others_stay(program: Program) -> None:
    """Surveys from before: the migration may run twice."""
    migration = import_module("surveys.migrations.0008_thanks_promise_nobody")
    assert [new for _, new in migration.WORDS] == [
        words["thanks_detractor"] for words in texts.DEFAULTS.values()
    ]
    survey = SurveyFactory.create()
    survey.texts.filter(language="en").update(thanks_detractor=migration.WORDS[0][0])
    survey.texts.filter(language="de").update(thanks_detractor="Wir rufen Sie an.")

    for _ in range(2):
        migration.promise_nobody(apps, None)

    stored = dict(SurveyText.objects.values_list("language", "thanks_detractor"))
    assert stored == {"en": SORRY, "de": "Wir rufen Sie an."}

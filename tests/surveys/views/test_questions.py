"""Extra questions on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.models import SurveyQuestion
from tests.factories.questions import AnswerFactory, QuestionTextFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create()
    return row


def test_an_empty_list_says_when_to_ask_more(page: Client, survey: Survey) -> None:
    html = page.get(f"/surveys/{survey.pk}/questions/").text

    assert "No extra questions" in html
    assert f'href="/surveys/{survey.pk}/questions/new/?kind=scale"' in html


def test_the_list_shows_words_choices_stages_and_what_is_not_translated(page: Client, survey: Survey) -> None:
    """G19 G20"""
    question = SurveyQuestionFactory.create(survey=survey, stages=["new"])

    html = page.get(f"/surveys/{survey.pk}/questions/").text

    assert "What matters most to you at Northwind?" in html
    assert "The price · The speed" in html
    assert '<span class="tag">New customer</span>' in html
    assert "Not translated: German" in html
    assert f'href="/surveys/{survey.pk}/questions/{question.pk}/"' in html


def test_the_list_takes_the_same_queries_for_one_question_and_three(page: Client, survey: Survey) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(f"/surveys/{survey.pk}/questions/")
        return len(captured)

    SurveyQuestionFactory.create(survey=survey)
    page.get(f"/surveys/{survey.pk}/questions/")
    one = queries()
    SurveyQuestionFactory.create_batch(2, survey=survey)

    assert queries() == one


def test_a_choice_is_written(page: Client, survey: Survey) -> None:
    said = {
        "prompt": "What brought you to {company}?",
        "new_0": "A friend",
        "new_1": "An ad",
        "stages": ["new", "prospect"],
    }

    response = page.post(f"/surveys/{survey.pk}/questions/new/?kind=choice", said)

    question = SurveyQuestion.objects.get()
    assert response["Location"] == f"/surveys/{survey.pk}/questions/"
    assert (question.kind, question.options, question.stages) == (
        "choice",
        ["a-friend", "an-ad"],
        ["new", "prospect"],
    )


@pytest.mark.parametrize(
    ("kind", "said", "problem"),
    [
        ("choice", {"prompt": "Why?", "new_0": "One"}, "at least two answers"),
        ("choice", {"prompt": "Why?", "new_0": "One", "new_1": "ONE"}, "read the same"),
        (
            "choice",
            {"prompt": "Why?", "new_0": "{name}", "new_1": "x"},
            "Nothing is known by the name {name}.",
        ),
        ("text", {"prompt": "Hi {first_name|you}, why?"}, "Nothing is known by the name {first_name}."),
        ("text", {"prompt": "x" * 301}, "at most 300 characters"),
        ("scale", {"prompt": "Why?", "stages": "vip"}, "Select a valid choice"),
        ("text", {"prompt": ""}, "This field is required."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    page: Client, survey: Survey, kind: str, said: dict[str, str], problem: str
) -> None:
    """G14: a question names nobody, because a visitor has no name."""
    response = page.post(f"/surveys/{survey.pk}/questions/new/?kind={kind}", said)

    assert problem in str(response.context["form"].errors)
    assert not response.context["form"].non_field_errors()
    assert not SurveyQuestion.objects.exists()


def test_a_question_is_translated(page: Client, survey: Survey) -> None:
    question = SurveyQuestionFactory.create(survey=survey, kind="scale")
    address = f"/surveys/{survey.pk}/questions/{question.pk}/?language=de"

    shown = page.get(address).text
    said = {"prompt": "Wie leicht war es?", "low_label": "Schwer", "high_label": "Leicht"}
    response = page.post(address, said)

    assert "Translate “What matters most to you at {company}?”" in shown
    assert response["Location"] == address
    assert question.texts.get(language="de").prompt == "Wie leicht war es?"
    assert question.texts.get(language="en").prompt == "What matters most to you at {company}?"


def test_choices_are_renamed_added_and_taken_away(page: Client, survey: Survey) -> None:
    question = SurveyQuestionFactory.create(survey=survey)
    address = f"/surveys/{survey.pk}/questions/{question.pk}/"

    page.post(address, {"prompt": "What?", "option_price": "Cost", "option_speed": "", "new_2": "Help"})

    question.refresh_from_db()
    assert question.options == ["price", "help"]
    assert question.texts.get().options == {"price": "Cost", "speed": "The speed", "help": "Help"}


def test_questions_are_moved_removed_and_brought_back(page: Client, survey: Survey) -> None:
    first, second = SurveyQuestionFactory.create_batch(2, survey=survey)
    AnswerFactory.create(question=first, response=ResponseFactory.create(), choice="price")
    at = f"/surveys/{survey.pk}/questions"

    page.post(f"{at}/{second.pk}/move/", {"way": "up"})
    order = list(survey.questions.values_list("pk", flat=True))
    removals = [page.post(f"{at}/{row.pk}/remove/") for row in (first, second)]
    page.post(f"{at}/{first.pk}/restore/")

    assert order == [second.pk, first.pk]
    assert [str(list(get_messages(one.wsgi_request))[-1]) for one in removals] == [
        "It is asked no more. The answers that it got stay where they are.",
        "Deleted.",
    ]
    assert list(survey.questions.values_list("pk", "retired_at")) == [(first.pk, None)]


def test_a_sixth_question_is_refused(page: Client, survey: Survey) -> None:
    SurveyQuestionFactory.create_batch(5, survey=survey)
    SurveyQuestionFactory.create(survey=survey, retired_at=NOW)

    listed = page.get(f"/surveys/{survey.pk}/questions/").text
    response = page.post(f"/surveys/{survey.pk}/questions/new/?kind=text", {"prompt": "One more?"})

    assert "All 5 are taken." in listed
    assert "Asked no more" in listed
    assert next(str(one) for one in get_messages(response.wsgi_request)).startswith("Five questions")
    assert SurveyQuestion.objects.count() == 6


def test_another_surveys_question_is_not_found(page: Client, survey: Survey) -> None:
    stranger = QuestionTextFactory.create().question

    assert page.get(f"/surveys/{survey.pk}/questions/{stranger.pk}/").status_code == 404


def test_a_viewer_writes_no_questions(onlooker: Client, survey: Survey) -> None:
    assert onlooker.get(f"/surveys/{survey.pk}/questions/").status_code == 403

"""Which extra questions somebody sees, in whose words, and what is read from a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict

from responses.domain import questions
from responses.domain.questions import ExtraQuestion, Given
from responses.forms.questions import LONGEST_ANSWER, QuestionsForm
from tests.factories.questions import QuestionTextFactory, SurveyQuestionFactory
from tests.factories.surveys import SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Survey
    from team.models import Program

pytestmark = pytest.mark.django_db

CHOICE = ExtraQuestion(1, "matters", "choice", "What?", "en", (("price", "Price"), ("speed", "Speed")))
SCALE = ExtraQuestion(2, "easy", "scale", "How?", "en", tuple((str(n), str(n)) for n in range(1, 6)))
TEXT = ExtraQuestion(3, "next", "text", "What next?", "en")


@pytest.fixture
def survey(program: Program) -> Survey:
    row: Survey = SurveyFactory.create()
    return row


def test_a_question_is_asked_in_the_readers_words(survey: Survey) -> None:
    """G14 G19: company filled; a choice without words of its own has those of another language."""
    question = SurveyQuestionFactory.create(survey=survey, key="matters")
    QuestionTextFactory.create(
        question=question,
        language="de",
        prompt="Was zählt bei {company}? {{ x }}",
        options={"price": "Der Preis"},
    )

    german = questions.asked_of(survey=survey, language="de-AT")

    assert german == [
        ExtraQuestion(
            pk=question.pk, key="matters", kind="choice", prompt="Was zählt bei Northwind? {{ x }}",
            language="de", options=(("price", "Der Preis"), ("speed", "The speed")),
        )
    ]  # fmt: skip


def test_a_question_without_translation_is_asked_in_the_default_language(survey: Survey) -> None:
    SurveyQuestionFactory.create(survey=survey, kind="scale")

    (asked,) = questions.asked_of(survey=survey, language="ar")

    assert (asked.language, asked.direction, asked.low_label, asked.high_label) == (
        "en",
        "ltr",
        "Not much",
        "A lot",
    )
    assert [value for value, _ in asked.options] == ["1", "2", "3", "4", "5"]


def test_a_question_of_a_stage_is_for_that_stage_alone(survey: Survey) -> None:
    """G19 G20: strategic questions tied to a segment; of a visitor nobody knows the stage."""
    for key, stages in (("all", []), ("newcomers", ["new"]), ("leaving", ["loss", "renewal"])):
        SurveyQuestionFactory.create(survey=survey, key=key, stages=stages)
    SurveyQuestionFactory.create(survey=survey, key="retired", retired_at=NOW)

    seen = {
        stage: [one.key for one in questions.asked_of(survey=survey, language="en", stage=stage)]
        for stage in ("", "new", "loss", "advocate")
    }

    assert seen == {"": ["all"], "new": ["all", "newcomers"], "loss": ["all", "leaving"], "advocate": ["all"]}


def test_reading_the_questions_takes_one_statement(survey: Survey, django_assert_num_queries: object) -> None:
    SurveyQuestionFactory.create_batch(3, survey=survey)

    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a type
        assert len(questions.stored(survey.pk)) == 3


def sent(**fields: str) -> QuestionsForm:
    data = QueryDict(mutable=True)
    data.update({f"q_{key}": value for key, value in fields.items()})
    return QuestionsForm(data, questions=[CHOICE, SCALE, TEXT])


def test_a_form_gives_one_answer_for_each_question() -> None:
    form = sent(matters="price", easy="4", next="  A ship\r\nor two ")

    assert form.is_valid()
    assert form.answers() == [Given(1, choice="price"), Given(2, number=4), Given(3, text="A ship\nor two")]


def test_nothing_has_to_be_answered() -> None:
    form = sent()

    assert form.is_valid()
    assert form.answers() == [Given(1), Given(2), Given(3)]
    assert all(one.is_blank for one in form.answers())


@pytest.mark.parametrize(
    "fields",
    [
        {"matters": "cheap"},
        {"matters": "Price"},
        {"easy": "0"},
        {"easy": "6"},
        {"easy": "４"},
        {"easy": "+4"},
        {"easy": "true"},
        {"next": "x" * (LONGEST_ANSWER + 1)},
    ],
)
def test_what_was_not_offered_is_refused(fields: dict[str, str]) -> None:
    form = sent(**fields)

    assert not form.is_valid()
    assert list(form.errors) == [f"q_{key}" for key in fields]

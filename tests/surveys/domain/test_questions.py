"""Extra questions are written, ordered and taken away; what was answered stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from surveys.domain import questions
from surveys.domain.questions import Wording
from surveys.enums import QuestionKind
from surveys.models import SurveyQuestion
from team.models import AuditEntry
from tests.factories.questions import AnswerFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Survey
    from team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create()
    return row


def add(survey: Survey, actor: User, prompt: str = "What matters most?", **said: Any) -> SurveyQuestion:
    kind = said.pop("kind", QuestionKind.TEXT)
    stages = said.pop("stages", [])
    return questions.add(
        survey=survey, kind=kind, stages=stages, wording=Wording(prompt=prompt, **said), actor=actor, now=NOW
    )


def change(question: SurveyQuestion, actor: User, language: str = "en", **said: Any) -> dict[str, Any]:
    stages, words = said.pop("stages", question.stages), {"prompt": "What matters most?", **said}
    return questions.change(
        question=question, language=language, stages=stages, wording=Wording(**words), actor=actor, now=NOW
    )


def test_a_question_is_added_in_the_default_language(survey: Survey, manager: User) -> None:
    """G19 G20: tied to new customers."""
    made = add(
        survey, manager, kind=QuestionKind.CHOICE, stages=["new"], added=["The price", "Speed!", "价格"]
    )

    stored = SurveyQuestion.objects.get()
    assert (stored, stored.key, stored.kind, stored.stages) == (made, "what-matters-most", "choice", ["new"])
    assert stored.options == ["the-price", "speed", "choice-2"]
    text = stored.texts.get()
    assert (text.language, text.prompt) == ("en", "What matters most?")
    assert text.options == {"the-price": "The price", "speed": "Speed!", "choice-2": "价格"}
    assert AuditEntry.objects.get().action == "survey.question_add"


def test_names_of_questions_are_unique(survey: Survey, manager: User) -> None:
    keys = [add(survey, manager, prompt).key for prompt in ("Why?", "Why?", "なぜ", "x" * 60, "x" * 60)]

    assert keys == ["why", "why-2", "question-2", "x" * 40, f"{'x' * 36}-2"]


def test_five_are_enough(survey: Survey, manager: User) -> None:
    SurveyQuestionFactory.create(survey=survey, retired_at=NOW)
    for number in range(5):
        add(survey, manager, f"Question {number}")

    with pytest.raises(questions.TooManyQuestions):
        add(survey, manager, "One more")
    with pytest.raises(questions.TooManyQuestions):
        questions.restore(
            question=SurveyQuestion.objects.get(retired_at__isnull=False), actor=manager, now=NOW
        )
    assert len(questions.asked(survey)) == 5


def test_a_choice_keeps_its_name_when_its_words_change(survey: Survey, manager: User) -> None:
    question = add(survey, manager, kind=QuestionKind.CHOICE, added=["The price", "Speed"])

    changes = change(question, manager, options={"the-price": "What it costs"}, added=["Help"])

    question.refresh_from_db()
    assert question.options == ["the-price", "help"]
    assert question.texts.get().options == {"the-price": "What it costs", "speed": "Speed", "help": "Help"}
    assert changes["choices"] == [["the-price", "speed"], ["the-price", "help"]]


def test_a_translation_changes_no_choices(survey: Survey, manager: User) -> None:
    question = add(survey, manager, kind=QuestionKind.CHOICE, added=["The price", "Speed"])

    change(question, manager, "de", prompt="Was zählt?", options={"the-price": "Der Preis", "speed": ""})

    question.refresh_from_db()
    assert question.options == ["the-price", "speed"]
    assert {text.language: text.options for text in question.texts.all()} == {
        "de": {"the-price": "Der Preis", "speed": ""},
        "en": {"the-price": "The price", "speed": "Speed"},
    }


def test_nothing_changed_is_not_audited(survey: Survey, manager: User) -> None:
    question = add(survey, manager)

    assert change(question, manager) == {}
    assert AuditEntry.objects.count() == 1


def test_questions_move_one_place_at_a_time(survey: Survey, manager: User) -> None:
    first, second, third = (add(survey, manager, name) for name in ("One", "Two", "Three"))

    moved = [questions.move(question=row, up=up, actor=manager, now=NOW) for row, up in (
        (third, True), (first, False), (third, True), (second, False),
    )]  # fmt: skip

    assert moved == [True, True, False, False]
    assert [row.key for row in questions.asked(survey)] == ["three", "one", "two"]


def test_a_question_that_nobody_answered_is_deleted(survey: Survey, manager: User) -> None:
    question = add(survey, manager)

    assert questions.remove(question=question, actor=manager, now=NOW)
    assert not SurveyQuestion.objects.exists()


def test_an_answered_question_is_retired_and_may_come_back(survey: Survey, manager: User) -> None:
    question = add(survey, manager)
    AnswerFactory.create(question=question, response=ResponseFactory.create(), text="Help")

    assert not questions.remove(question=question, actor=manager, now=NOW)
    question.refresh_from_db()
    assert (question.retired_at, questions.asked(survey), question.answers.count()) == (NOW, [], 1)

    questions.restore(question=question, actor=manager, now=NOW)
    assert [row.pk for row in questions.asked(survey)] == [question.pk]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "survey.question_add",
        "survey.question_retire",
        "survey.question_restore",
    ]

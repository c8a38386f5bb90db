"""The further questions in the widget's dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from responses.models import Response
from surveys.enums import QuestionKind
from surveys.models import QuestionText, SurveyQuestion
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import WidgetFactory
from tests.responses.visitors import Visitor, identity

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(browser: Client) -> Visitor:
    cache.clear()
    return Visitor(browser, WidgetFactory.create())


def test_extra_questions_come_with_the_dialog_and_their_answers_are_kept(visitor: Visitor) -> None:
    """G19: those tied to a stage are asked of people whose stage is known."""
    survey = visitor.placement.campaign.survey
    for key, stages in (("area", []), ("plan", ["prospect"])):
        question = SurveyQuestion.objects.create(
            survey=survey, key=key, kind=QuestionKind.CHOICE, options=["a", "b"], stages=stages
        )
        words = {"a": "First", "b": "Second"}
        QuestionText.objects.create(question=question, language="en", prompt=f"Which {key}?", options=words)
    token = identity(visitor.placement, email=CustomerFactory.create().email)

    anonymous, named = visitor.show(), visitor.show(identity=token)
    visitor.answer(anonymous, q_area="b")
    wrong = visitor.answer(named, q_plan="c")
    visitor.answer(named, q_area="a", q_plan="a")

    asked = [[one["field"] for one in shown.json()["questions"]] for shown in (anonymous, named)]
    assert (asked, wrong.status_code) == ([["q_area"], ["q_area", "q_plan"]], 400)
    first, second = Response.objects.order_by("pk")
    assert [answer.choice for answer in first.answers.all()] == ["b"]
    assert [answer.choice for answer in second.answers.all()] == ["a", "a"]

"""What was answered to extra questions shows on the answer's own page, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.questions import AnswerFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory, RevisionFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from responses.models import Response
    from team.models import Program, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(program: Program, viewer: User, client_for: Callable[[User], Client]) -> Client:
    """A viewer's."""
    return client_for(viewer)


def answered(questions: int = 1) -> Response:
    """A response with as many answers in words, and a choice."""
    response: Response = ResponseFactory.create()
    survey = response.campaign.survey
    AnswerFactory.create(
        response=response, question=SurveyQuestionFactory.create(survey=survey), choice="price"
    )
    for number in range(questions):
        question = SurveyQuestionFactory.create(survey=survey, kind="text")
        AnswerFactory.create(response=response, question=question, text=f"<b>Ship {number}</b>")
    return response


def test_the_answers_page_shows_them_in_words(browser: Client) -> None:
    """G19 G41: question and answer, escaped."""
    html = browser.get(f"/responses/{answered().pk}/").text

    assert "<dt>What matters most to you at Northwind?</dt><dd>The price</dd>" in html
    assert '<dd class="pre-line" dir="auto">&lt;b&gt;Ship 0&lt;/b&gt;</dd>' in html


def test_without_further_answers_there_is_no_panel(browser: Client) -> None:
    assert "Further answers" not in browser.get(f"/responses/{ResponseFactory.create().pk}/").text


def test_each_version_says_what_was_answered_then(browser: Client) -> None:
    response = answered()
    RevisionFactory.create(response=response, number=2, answers={"matters": "speed", "easy": 4})

    html = browser.get(f"/responses/{response.pk}/").text

    assert "matters: speed" in html
    assert "easy: 4" in html


@pytest.mark.parametrize("address", ["/responses/{0.pk}/", "/customers/{0.customer_id}/"])
def test_many_answers_take_as_many_statements_as_one(browser: Client, address: str) -> None:
    one, many = answered(1), answered(3)

    def statements(response: Response) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address.format(response)).status_code == 200
        return len(captured)

    statements(one)
    assert statements(one) == statements(many)


def test_the_customers_page_tells_them_beside_the_answer(browser: Client) -> None:
    """G41 G57: in the story of the customer, at the version that stands."""
    html = browser.get(f"/customers/{answered().customer_id}/").text

    assert "What matters most to you at Northwind? The price" in html

"""Answers to extra questions live and change with the answer they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import erasure
from responses.domain import answers, recording
from responses.domain.questions import Given
from responses.models import Answer, Response, Revision
from tests.factories.questions import SurveyQuestionFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.models import Invitation, SurveyQuestion
    from team.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(program: Program) -> Invitation:
    row: Invitation = SentInvitationFactory.create()
    return row


def ask(invitation: Invitation, key: str, kind: str = "choice", **facts: Any) -> SurveyQuestion:
    row: SurveyQuestion = SurveyQuestionFactory.create(
        survey=invitation.campaign.survey, key=key, kind=kind, **facts
    )
    return row


def record(invitation: Invitation, given: Sequence[Given] = (), score: int = 9) -> Response:
    return recording.record(
        invitation=invitation,
        score=score,
        reason="",
        contact_me=True,
        language="en",
        started_at=NOW,
        now=NOW,
        answers=given,
    )


def kept() -> list[tuple[str, str, int | None, str]]:
    return list(
        Answer.objects.order_by("question__position").values_list("question__key", "choice", "number", "text")
    )


def test_answers_are_stored_with_the_response(invitation: Invitation) -> None:
    """G19: one transaction, one result; what was left blank is not stored."""
    matters, easy = ask(invitation, "matters"), ask(invitation, "easy", "scale")
    after, blank = ask(invitation, "next", "text"), ask(invitation, "blank", "text")

    response = record(
        invitation,
        [
            Given(matters.pk, choice="price"),
            Given(easy.pk, number=4),
            Given(after.pk, text="A ship"),
            Given(blank.pk),
        ],
    )

    assert kept() == [
        ("matters", "price", None, ""),
        ("easy", "", 4, ""),
        ("next", "", None, "A ship"),
    ]
    assert set(Answer.objects.values_list("response", flat=True)) == {response.pk}
    assert Revision.objects.get().answers == {"matters": "price", "easy": 4, "next": "A ship"}


def test_a_second_answer_revises_them(invitation: Invitation) -> None:
    matters, easy, other = (
        ask(invitation, "matters"),
        ask(invitation, "easy", "scale"),
        ask(invitation, "other"),
    )
    record(
        invitation,
        [Given(matters.pk, choice="price"), Given(easy.pk, number=4), Given(other.pk, choice="speed")],
    )

    response = record(invitation, [Given(matters.pk, choice="speed"), Given(easy.pk)])

    assert kept() == [("matters", "speed", None, ""), ("other", "speed", None, "")]
    assert response.revised_at == NOW
    assert list(Revision.objects.values_list("number", "score", "answers")) == [
        (1, 9, {"matters": "price", "easy": 4, "other": "speed"}),
        (2, 9, {"matters": "speed", "other": "speed"}),
    ]


def test_the_same_again_changes_nothing(invitation: Invitation) -> None:
    given = [Given(ask(invitation, "matters").pk, choice="price")]
    record(invitation, given)
    first = Answer.objects.get().pk

    response = record(invitation, given)

    assert (response.revised_at, Revision.objects.count(), Answer.objects.get().pk) == (None, 1, first)


def test_whoever_knows_of_no_questions_leaves_them_alone(invitation: Invitation) -> None:
    record(invitation, [Given(ask(invitation, "matters").pk, choice="price")])

    record(invitation, score=3)

    assert kept() == [("matters", "price", None, "")]
    assert Revision.objects.get(number=2).answers == {"matters": "price"}


def test_a_question_that_is_gone_or_anothers_costs_nobody_their_score(invitation: Invitation) -> None:
    gone, strange, retired = (
        ask(invitation, "gone"),
        SurveyQuestionFactory.create(),
        ask(invitation, "retired"),
    )
    pk = gone.pk
    gone.delete()
    type(retired).objects.filter(pk=retired.pk).update(retired_at=NOW)

    record(
        invitation,
        [Given(pk, choice="price"), Given(strange.pk, choice="price"), Given(retired.pk, choice="price")],
    )

    assert kept() == [("retired", "price", None, "")]
    assert Response.objects.get().score == 9


def test_answers_are_read_in_words(invitation: Invitation, program: Program) -> None:
    matters, easy, after = (
        ask(invitation, "matters"),
        ask(invitation, "easy", "scale"),
        ask(invitation, "n", "text"),
    )
    response = record(
        invitation,
        [Given(matters.pk, choice="price"), Given(easy.pk, number=4), Given(after.pk, text="A ship")],
    )
    type(matters).objects.filter(pk=matters.pk).update(options=["speed"])
    prompt = "What matters most to you at Northwind?"

    assert answers.said(response, program=program) == [
        answers.Said(prompt, "The price", is_quote=False),
        answers.Said(prompt, "4 of 5", is_quote=False),
        answers.Said(prompt, "A ship", is_quote=True),
    ]


def test_erasing_somebody_takes_the_history_of_their_words_along(invitation: Invitation) -> None:
    """What was chosen stays for the numbers; versions keep no words."""
    record(invitation, [Given(ask(invitation, "matters").pk, choice="price")])

    erasure.erase(customer=invitation.customer, actor=None, now=NOW)

    assert kept() == [("matters", "price", None, "")]
    assert Revision.objects.get().answers is None

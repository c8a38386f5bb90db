"""Many browsers at once: one answer, or every version of it, and never a half."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from customers.domain import erasure
from responses import tokens
from responses.domain import recording
from responses.domain.questions import Given
from responses.models import Answer, Response, Revision
from responses.signals import response_recorded, response_revised
from surveys.domain import questions
from surveys.models import SurveyQuestion
from surveys.tokens import survey_token
from tests.factories.questions import SurveyQuestionFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from surveys.models import Invitation
    from team.models import User

PARALLEL = 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """What the rooms above were told, and how often."""
    told: list[tuple[str, int]] = []

    def hear_recorded(response_id: int, **kwargs: Any) -> None:
        told.append(("recorded", response_id))

    def hear_revised(response_id: int, **kwargs: Any) -> None:
        told.append(("revised", response_id))

    response_recorded.connect(hear_recorded)
    response_revised.connect(hear_revised)
    yield told
    response_recorded.disconnect(hear_recorded)
    response_revised.disconnect(hear_revised)


@pytest.fixture
def invitation() -> Invitation:
    """One that left an hour ago."""
    return SentInvitationFactory.create(sent_at=timezone.now() - timedelta(hours=1))


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run it in as many threads as there are posts, all let go at the same moment."""
    gate = threading.Barrier(PARALLEL)

    def run(number: int) -> Any:
        try:
            gate.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(run, range(PARALLEL)))


def post(invitation: Invitation, score: int, reason: str) -> int:
    nonce = tokens.page_nonce(invitation.pk, now=timezone.now())
    page = reverse("public:answer", args=[survey_token(invitation.pk)])
    return Client().post(page, {"nonce": nonce, "score": str(score), "reason": reason}).status_code


def test_twenty_posts_of_one_answer_are_one_answer(
    invitation: Invitation, heard: list[tuple[str, int]]
) -> None:
    """One response, one version, one word to the rooms above, on either database."""
    statuses = at_once(lambda number: post(invitation, 3, "It broke."))

    response = Response.objects.get()
    assert statuses == [303] * PARALLEL
    assert (response.score, response.reason, response.revised_at) == (3, "It broke.", None)
    assert Revision.objects.values_list("number", "score").get() == (1, 3)
    assert heard == [("recorded", response.pk)]
    assert response.customer
    assert response.customer.last_score == 3


def test_twenty_different_posts_are_one_answer_in_twenty_versions(
    invitation: Invitation, heard: list[tuple[str, int]]
) -> None:
    statuses = at_once(lambda number: post(invitation, number % 11, f"Version {number}"))

    response = Response.objects.get()
    versions = list(Revision.objects.values_list("number", "score", "reason"))
    assert statuses == [303] * PARALLEL
    assert [number for number, _, _ in versions] == list(range(1, PARALLEL + 1))
    assert len({reason for _, _, reason in versions}) == PARALLEL
    assert versions[-1] == (PARALLEL, response.score, response.reason)
    assert sorted(heard) == [("recorded", response.pk)] + [("revised", response.pk)] * (PARALLEL - 1)
    assert response.customer
    assert response.customer.last_score == response.score


def test_an_erasure_among_answers_leaves_no_word_behind(invitation: Invitation) -> None:
    """Whichever comes first: after the erasure no reason is stored."""

    def work(number: int) -> int:
        if number == PARALLEL // 2:
            return erasure.erase(customer=invitation.customer, actor=None, now=timezone.now())
        return post(invitation, number % 11, f"I am Ada, version {number}")

    statuses = at_once(work)

    assert {status for status in statuses if status is not True} <= {303, 410}
    assert set(Response.objects.values_list("reason", flat=True)) <= {""}
    assert set(Revision.objects.values_list("reason", flat=True)) <= {""}
    assert post(invitation, 9, "I am Ada") == 410


def test_a_question_that_is_removed_while_it_is_answered_costs_nobody_their_score(manager: User) -> None:
    """G19: it is deleted before the answers or retired after them, and each score is stored."""
    campaign = CampaignFactory.create()
    left_at = timezone.now() - timedelta(hours=1)
    rows = SentInvitationFactory.create_batch(PARALLEL, campaign=campaign, sent_at=left_at)
    question = SurveyQuestionFactory.create(survey=campaign.survey)

    def answer_or_remove(number: int) -> None:
        if number == PARALLEL // 2:
            questions.remove(question=question, actor=manager, now=timezone.now())
            return
        recording.record(
            invitation=rows[number],
            score=9,
            reason="",
            contact_me=True,
            language="en",
            started_at=left_at,
            now=timezone.now(),
            answers=[Given(question.pk, choice="price")],
        )

    at_once(answer_or_remove)

    left = SurveyQuestion.objects.filter(pk=question.pk).first()
    assert Response.objects.filter(score=9).count() == PARALLEL - 1
    assert Answer.objects.exists() == (left is not None)
    assert left is None or left.retired_at is not None

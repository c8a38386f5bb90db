"""Many at once, and one follow-up: real threads, real transactions, both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followups import tasks
from followups.domain import opening, queries
from followups.enums import ActivityKind
from followups.models import Exemption, FollowUp
from responses import tokens
from responses.models import Response
from surveys.tokens import survey_token
from tests.factories.followups import SlaPolicyFactory
from tests.factories.surveys import SentInvitationFactory
from tests.responses.test_concurrency import PARALLEL, at_once

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from surveys.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invitation(ana: Customer) -> Invitation:
    """One that left an hour ago."""
    sent_at = timezone.now() - timedelta(hours=1)
    row: Invitation = SentInvitationFactory.create(
        customer=ana, sent_at=sent_at, attempt_started_at=sent_at, claimed_at=sent_at
    )
    return row


def post(invitation: Invitation, score: int) -> int:
    nonce = tokens.page_nonce(invitation.pk, now=timezone.now())
    page = reverse("public:answer", args=[survey_token(invitation.pk)])
    return Client().post(page, {"nonce": nonce, "score": str(score), "reason": "It broke."}).status_code


def test_twenty_posts_of_one_answer_open_one_follow_up(invitation: Invitation, ines: Rep) -> None:
    """G45: never twice, whatever a browser does."""
    assert at_once(lambda number: post(invitation, 3)) == [303] * PARALLEL

    followup = FollowUp.objects.get()
    ines.refresh_from_db()
    assert (followup.assignee, followup.opening_score, ines.load) == (ines.user, 3, 1)
    assert followup.activities.filter(kind=ActivityKind.OPENED).count() == 1
    assert followup.decisions.count() == 1


def test_posts_sweeps_and_people_at_once_open_one_follow_up(invitation: Invitation, ines: Rep) -> None:
    """G45: the signal, the sweep and somebody who opens it by hand, at the same moment."""
    post(invitation, 9)
    response = Response.objects.get()

    def work(number: int) -> None:
        match number % 3:
            case 0:
                post(invitation, 2)
            case 1:
                tasks.open_missing()
            case _:
                opening.open_by_hand(
                    response=response, actor=ines.user, reason="Asked for it", now=timezone.now()
                )

    at_once(work)

    tasks.open_missing()
    ines.refresh_from_db()
    followup = FollowUp.objects.get()
    assert (followup.response.score, ines.load) == (2, 1)
    assert followup.activities.filter(kind=ActivityKind.OPENED).count() == 1
    assert followup.activities.filter(kind=ActivityKind.ANSWER_CHANGED).count() <= 1
    assert not queries.owing(now=timezone.now()).exists()


def test_twenty_openers_of_an_exempt_answer_keep_one_exemption(invitation: Invitation, ines: Rep) -> None:
    """G38 G45."""
    SlaPolicyFactory.create(exempts=True, exempt_reason="Handled elsewhere")

    at_once(lambda number: post(invitation, 3) if number % 2 else tasks.open_missing())

    assert (Exemption.objects.count(), FollowUp.objects.count()) == (1, 0)

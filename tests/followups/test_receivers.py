"""Signals open follow-ups at once; what they lose the sweep repairs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone

from customers.models import Customer
from followups import tasks
from followups.domain import news, opening, queries
from followups.enums import ActivityKind, NotificationKind
from followups.models import FollowUp, Notification
from responses.domain import recording
from responses.models import Response
from responses.signals import response_recorded
from tests.factories.surveys import SentInvitationFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followups.models import Rep
    from surveys.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invitation(ana: Customer) -> Invitation:
    """Asked an hour ago, by the wall clock: receivers read it."""
    sent_at = timezone.now() - timedelta(hours=1)
    row: Invitation = SentInvitationFactory.create(
        customer=ana, sent_at=sent_at, attempt_started_at=sent_at, claimed_at=sent_at
    )
    return row


def answer(invitation: Invitation, score: int) -> Response:
    """Answer through the link, as the public page does."""
    now = timezone.now()
    return recording.record(
        invitation=invitation,
        score=score,
        reason="Too slow.",
        contact_me=True,
        language="en",
        started_at=now,
        now=now,
    )


@pytest.fixture
def exploding() -> Iterator[None]:
    """The one planted failure: a receiver that raises, before ours in the line."""

    def explode(**kwargs: Any) -> None:
        raise RuntimeError("planted")

    response_recorded.connect(explode)
    yield
    response_recorded.disconnect(explode)


@pytest.mark.parametrize(("score", "opened"), [(0, 1), (6, 1), (7, 0), (8, 0), (9, 0), (10, 0)])
def test_an_answer_opens_a_follow_up_only_for_detractors(
    invitation: Invitation, ines: Rep, score: int, opened: int
) -> None:
    """G45, G81: immediately, with an owner."""
    response = answer(invitation, score)

    rows = list(FollowUp.objects.values_list("response", "assignee", "opening_score"))
    assert rows == [(response.pk, ines.user_id, score)] * opened


def test_the_same_answer_twice_opens_one(invitation: Invitation) -> None:
    answer(invitation, 2)
    answer(invitation, 2)

    assert FollowUp.objects.count() == 1


def test_a_promoter_who_becomes_a_detractor_gets_a_follow_up(invitation: Invitation) -> None:
    answer(invitation, 9)
    answer(invitation, 4)

    followup = FollowUp.objects.get()
    assert (followup.opening_score, followup.activities.filter(kind=ActivityKind.ANSWER_CHANGED).count()) == (
        4,
        0,
    )


def test_a_detractor_who_becomes_a_promoter_keeps_it_with_the_change(invitation: Invitation) -> None:
    answer(invitation, 3)
    answer(invitation, 9)

    change = FollowUp.objects.get().activities.get(kind=ActivityKind.ANSWER_CHANGED)
    assert (change.facts["from"], change.facts["to"]) == (3, 9)


def test_an_exploding_receiver_neither_loses_the_answer_nor_the_follow_up(
    invitation: Invitation, exploding: None
) -> None:
    response = answer(invitation, 1)

    assert Response.objects.get() == response
    assert FollowUp.objects.get().response == response


def test_what_our_own_receiver_lost_the_sweep_repairs(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G45: the answer is stored, nothing is owed for longer than a minute."""

    def planted(**kwargs: Any) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as broken:
        broken.setattr(opening, "open_for", planted)
        response = answer(invitation, 1)
    assert queries.owing(now=timezone.now()).get() == response

    tasks.open_missing()

    assert FollowUp.objects.get().response == response


def told(rep: Rep) -> list[str]:
    rows = Notification.objects.filter(recipient=rep.user).exclude(kind=NotificationKind.ASSIGNED)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_the_assignee_hears_of_a_changed_answer_at_once(
    invitation: Invitation, ines: Rep, ana: Customer
) -> None:
    """G45, G88: once; that it fell before the renewal says that it changed, too."""
    Customer.objects.filter(pk=ana.pk).update(renewal_on=timezone.now() + timedelta(days=20))
    answer(invitation, 6)
    assert told(ines) == []

    answer(invitation, 2)
    answer(invitation, 2)
    tasks.tell_of_answers()
    assert told(ines) == ["fell"]

    answer(invitation, 4)
    assert told(ines) == ["fell", "answered"]


def test_news_that_the_receiver_lost_the_sweep_tells(
    invitation: Invitation, ines: Rep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(**kwargs: Any) -> None:
        raise RuntimeError("planted")

    answer(invitation, 3)
    with monkeypatch.context() as broken:
        broken.setattr(news, "tell", planted)
        answer(invitation, 5)
    assert told(ines) == []

    assert tasks.tell_of_answers() == 1
    assert tasks.tell_of_answers() == 0
    assert told(ines) == ["answered"]


def test_signal_and_sweep_together_open_one(invitation: Invitation, ines: Rep) -> None:
    def sweep() -> None:
        try:
            for _ in range(5):
                tasks.open_missing()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        running = pool.submit(sweep)
        answer(invitation, 0)
        running.result()
    tasks.assign_overflow()

    ines.refresh_from_db()
    assert (FollowUp.objects.count(), ines.load) == (1, 1)

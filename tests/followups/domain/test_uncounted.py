"""An answer is taken out of the numbers, and put back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from followups.domain import alarms, opening, punctuality, report, telling, uncounted, working
from followups.enums import FollowUpState, Outcome
from followups.models import FollowUp, Notification
from responses.domain import exclusion
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from responses.models import Response
    from team.models import User

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def followup(detractor: Response, ines: Rep) -> FollowUp:
    """Ana's follow-up, which is Ines'."""
    row = opening.open_for(response_id=detractor.pk, now=NOW)
    assert row is not None
    return row


def leave_out(followup: FollowUp) -> None:
    exclusion.exclude(response=followup.response, reason="Spam", actor=UserFactory.create(), now=LATER)


def put_back(followup: FollowUp) -> None:
    exclusion.include(response=followup.response, actor=UserFactory.create(), now=LATER)


def test_what_does_not_count_rings_no_more_and_takes_nobodys_place(followup: FollowUp, ines: Rep) -> None:
    """G44 G45: closed by the machine, and in neither report."""
    leave_out(followup)
    assert uncounted.settle(response_id=followup.response_id, now=LATER)
    assert not uncounted.settle(response_id=followup.response_id, now=LATER)

    followup.refresh_from_db()
    ines.refresh_from_db()
    assert (followup.is_closed, ines.load) == (True, 0)
    line = followup.activities.last()
    assert line
    assert telling.headline(line) == "Closed: the answer was left out of the numbers"
    Notification.objects.all().delete()
    much_later = NOW + timedelta(days=30)
    assert (alarms.sound(now=much_later), Notification.objects.count()) == (0, 0)
    found = punctuality.report(now=much_later)
    assert (found.followups, found.given_up, found.total.contact.missed) == (0, 0, 0)
    assert report.coverage(now=much_later).exceptions == 0


def test_what_counts_again_is_open_again_with_new_times(followup: FollowUp, ines: Rep) -> None:
    leave_out(followup)
    uncounted.settle(response_id=followup.response_id, now=LATER)
    put_back(followup)
    weeks_later = NOW + timedelta(days=20)

    assert uncounted.settle(response_id=followup.response_id, now=weeks_later)

    followup.refresh_from_db()
    ines.refresh_from_db()
    assert (followup.state, followup.assignee, ines.load) == (FollowUpState.OPEN, ines.user, 1)
    assert followup.contact_due_at > weeks_later
    assert report.coverage(now=weeks_later).exceptions == 0


def test_what_people_closed_stays_closed(followup: FollowUp, ines: Rep) -> None:
    said: dict[str, Any] = {"root_cause": "support", "outcome": Outcome.SOLVED, "note": "Called."}
    leave_out(followup)
    uncounted.settle(response_id=followup.response_id, now=LATER)
    working.reopen(followup=followup, actor=ines.user, note="They are real.", now=LATER)
    working.resolve(followup=followup, actor=ines.user, now=LATER, **said)
    put_back(followup)

    assert not uncounted.settle(response_id=followup.response_id, now=LATER)

    followup.refresh_from_db()
    assert followup.state == FollowUpState.RESOLVED


def test_the_sweep_makes_good_for_lost_signals_once(followup: FollowUp, ines: Rep) -> None:
    leave_out(followup)
    assert [uncounted.settle_missed(now=LATER) for _ in range(2)] == [1, 0]
    put_back(followup)
    assert [uncounted.settle_missed(now=LATER) for _ in range(2)] == [1, 0]
    assert FollowUp.objects.unfinished().get() == followup


def test_what_somebody_wants_open_stays_open(followup: FollowUp, ines: Rep) -> None:
    """Reopened, or opened by hand, for an answer that is left out."""
    leave_out(followup)
    uncounted.settle(response_id=followup.response_id, now=LATER)
    working.reopen(followup=followup, actor=ines.user, note="They are real.", now=LATER)

    assert uncounted.settle_missed(now=LATER) == 0
    assert FollowUp.objects.unfinished().exists()


@pytest.mark.django_db(transaction=True)
def test_the_signal_closes_and_opens_it_and_the_page_says_so(
    followup: FollowUp, ines: Rep, client_for: Callable[[User], Client]
) -> None:
    leave_out(followup)
    followup.refresh_from_db()
    assert followup.is_closed
    page = client_for(ines.user).get(reverse("followups:detail", args=[followup.pk]))
    assert "This answer does not count" in page.content.decode()

    put_back(followup)
    followup.refresh_from_db()
    assert followup.state == FollowUpState.OPEN


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_counts_again_gets_the_follow_up_that_it_never_had(
    detractor: Response, ines: Rep
) -> None:
    """G45."""
    exclusion.exclude(response=detractor, reason="Spam", actor=ines.user, now=LATER)
    assert opening.open_for(response_id=detractor.pk, now=LATER) is None

    exclusion.include(response=detractor, actor=ines.user, now=LATER)

    assert FollowUp.objects.get().response == detractor

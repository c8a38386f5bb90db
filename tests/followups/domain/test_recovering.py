"""The next answer of somebody who was not content."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scoring import Band, band_of
from customers.models import Event
from followups.domain import recovering, working
from followups.enums import ActivityKind, Outcome, Recovery
from followups.models import FollowUp
from responses.domain import exclusion
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User

SCORES = st.integers(0, 10)
LATER = NOW + timedelta(days=190)


@given(SCORES, SCORES)
def test_every_pair_of_scores_has_one_verdict(before: int, after: int) -> None:
    """G47 T42."""
    found = recovering.compare(before, after)

    is_promoter, was_promoter = band_of(after) is Band.PROMOTER, band_of(before) is Band.PROMOTER
    assert (found == Recovery.RECOVERED) == (is_promoter and not was_promoter)
    assert (found == Recovery.UNCHANGED) == (after == before)
    assert (found == Recovery.WORSE) == (after < before)
    assert (found in (Recovery.RECOVERED, Recovery.IMPROVED)) == (after > before)


def opened(response: Response) -> FollowUp:
    return FollowUpFactory.create(response=response, customer=response.customer)


def again(customer: Customer | None, score: int, *, at: timedelta = timedelta()) -> Response:
    return ResponseFactory.create(invitation__customer=customer, score=score, answered_at=LATER + at)


def verdicts(followup: FollowUp) -> tuple[Recovery | None, list[Recovery]]:
    """Alone, and by each query."""
    found = FollowUp.objects.get(pk=followup.pk)
    now = LATER + timedelta(days=100)
    listed = [one for one in Recovery if recovering.of_verdict(one, now=now).filter(pk=found.pk).exists()]
    return recovering.verdict(found, now=now), listed


def test_the_first_later_answer_is_linked_once_and_told(detractor: Response) -> None:
    """G47: a promoter now, and the history says so."""
    followup = opened(detractor)
    later = again(detractor.customer, 9)
    again(detractor.customer, 2, at=timedelta(days=200))

    assert recovering.link(response_id=later.pk, now=LATER) == 1
    assert recovering.link(response_id=later.pk, now=LATER) == 0

    followup.refresh_from_db()
    assert followup.later_response == later
    assert verdicts(followup) == (Recovery.RECOVERED, [Recovery.RECOVERED])
    line = followup.activities.get(kind=ActivityKind.RECOVERY)
    assert line.facts["words"] == "Answered again: 9 after 3. Recovered to promoter"


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(7, Recovery.IMPROVED), (5, Recovery.IMPROVED), (3, Recovery.UNCHANGED), (0, Recovery.WORSE)],
)
def test_a_later_answer_is_compared_with_the_one_that_opened(
    detractor: Response, score: int, verdict: Recovery
) -> None:
    """T42."""
    followup = opened(detractor)

    recovering.link(response_id=again(detractor.customer, score).pk, now=LATER)

    assert verdicts(followup) == (verdict, [verdict])


def test_an_answer_that_does_not_count_recovers_nobody(detractor: Response, manager: User) -> None:
    followup = opened(detractor)
    later = again(detractor.customer, 10)
    recovering.link(response_id=later.pk, now=LATER)
    exclusion.exclude(response=later, reason="A test", actor=manager, now=LATER)

    assert verdicts(followup) == (None, [])
    assert recovering.link(response_id=later.pk, now=LATER) == 1
    followup.refresh_from_db()
    assert followup.later_response is None


def test_whoever_was_asked_again_and_said_nothing_is_told_apart(detractor: Response) -> None:
    followup = opened(detractor)
    assert verdicts(followup) == (None, [])

    asked = SentInvitationFactory.create(customer=detractor.customer, sent_at=LATER)
    assert asked.campaign.link_days < 100

    assert verdicts(followup) == (Recovery.NO_ANSWER, [Recovery.NO_ANSWER])
    assert recovering.verdict(followup, now=LATER + timedelta(days=1)) is None


def test_the_sweep_links_what_a_lost_signal_left(detractor: Response) -> None:
    followup = opened(detractor)
    later = again(detractor.customer, 8)

    assert recovering.link_missing(now=LATER + timedelta(hours=1)) == 1
    assert recovering.link_missing(now=LATER + timedelta(hours=1)) == 0
    followup.refresh_from_db()
    assert followup.later_response == later


def test_a_resolution_is_an_event_by_which_a_campaign_asks_again(ines: Rep) -> None:
    """G47: resolved, reopened and resolved once more are two events; each is told once."""
    followup = FollowUpFactory.create(assignee=ines.user)
    said: dict[str, Any] = {"root_cause": "support", "outcome": Outcome.SOLVED, "note": "Mended."}

    row = working.resolve(followup=followup, actor=ines.user, now=NOW, **said)
    row = working.reopen(followup=row, actor=ines.user, note="Again.", now=NOW)
    working.resolve(followup=row, actor=ines.user, now=NOW + timedelta(days=1), **said)

    events = Event.objects.filter(customer=followup.customer, name="followup_resolved").order_by("pk")
    assert [(event.key, event.occurred_at) for event in events] == [
        (f"followup_resolved:{followup.pk}:1", NOW),
        (f"followup_resolved:{followup.pk}:2", NOW + timedelta(days=1)),
    ]
    assert events[0].payload == {"followup": followup.pk, "root_cause": "support", "outcome": "solved"}

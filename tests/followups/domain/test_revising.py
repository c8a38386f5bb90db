"""The customer changes the answer after the follow-up was opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from followups.domain import news, opening, revising, uncounted, working
from followups.enums import ActivityKind, FollowUpState, Outcome
from followups.models import Notification
from responses.domain import exclusion
from responses.models import Response, Revision
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp, Rep

LATER = NOW + timedelta(hours=1)


def opened(response: Response) -> FollowUp:
    """The follow-up of the first version."""
    followup = opening.open_for(response_id=response.pk, now=NOW)
    assert followup
    return followup


def revise(response: Response, *, score: int, reason: str | None = None, contact_me: bool = True) -> None:
    """Store another version, an hour later, as recording does."""
    response.score, response.contact_me, response.revised_at = score, contact_me, LATER
    response.reason = response.reason if reason is None else reason
    response.save(update_fields=["score", "contact_me", "revised_at", "reason"])
    Revision.objects.create(
        response=response,
        number=response.revisions.count() + 1,
        score=score,
        reason=response.reason,
        contact_me=contact_me,
        recorded_at=LATER,
    )


def changes(followup: FollowUp) -> list[dict[str, object]]:
    """What the history says of changed answers."""
    lines = followup.activities.filter(kind=ActivityKind.ANSWER_CHANGED)
    return list(lines.values_list("facts", flat=True))


def test_a_better_answer_is_shown_and_closes_nothing(detractor: Response, ines: Rep) -> None:
    """From 3 to 9: a person decides what that means."""
    followup = opened(detractor)
    revise(detractor, score=9)

    assert revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    assert changes(followup) == [{"version": 2, "from": 3, "to": 9}]
    assert (followup.state, followup.opening_score) == (FollowUpState.OPEN, 3)


def test_the_same_change_is_noted_once(detractor: Response) -> None:
    followup = opened(detractor)
    revise(detractor, score=5)
    revising.note_change(followup=followup, now=LATER)

    assert not revising.note_change(followup=followup, now=LATER)
    assert len(changes(followup)) == 1


def test_a_reason_that_comes_later_is_noted_and_weighs_again(detractor: Response) -> None:
    detractor.revisions.update(reason="")
    followup = opened(detractor)
    revise(detractor, score=6, reason="Invoices are wrong.")

    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    assert changes(followup) == [{"version": 2, "from": 3, "to": 6, "reason": "added"}]
    assert (followup.priority, followup.priority_reasons[0]["words"]) == (15, "scored 6")


def test_after_the_first_contact_the_priority_stays(detractor: Response, ines: Rep) -> None:
    followup = opened(detractor)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW)
    revise(detractor, score=6)

    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    assert followup.priority == 35


def test_the_wish_to_be_contacted_moves_the_first_deadline(detractor: Response) -> None:
    followup = opened(detractor)
    revise(detractor, score=3, contact_me=False)
    revising.note_change(followup=followup, now=LATER)
    followup.refresh_from_db()
    assert followup.contact_due_at == followup.resolve_due_at

    revise(detractor, score=3, contact_me=True)
    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    # Eight working hours from 11:00 in Berlin.
    assert followup.contact_due_at == datetime(2026, 3, 11, 10, tzinfo=UTC)


def test_a_new_answer_ends_the_waiting_for_it(detractor: Response, ines: Rep) -> None:
    followup = opened(detractor)
    working.log_email(followup=followup, actor=ines.user, note="", now=NOW)
    until = NOW + timedelta(days=3)
    working.wait_for_customer(followup=followup, actor=ines.user, until=until, note="", now=NOW)
    revise(detractor, score=4)

    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    assert followup.state == FollowUpState.IN_PROGRESS


def test_a_worse_answer_reopens_what_was_closed_and_a_better_one_does_not(
    detractor: Response, ines: Rep
) -> None:
    followup = opened(detractor)
    working.resolve(
        followup=followup,
        actor=ines.user,
        root_cause="support",
        outcome=Outcome.SOLVED,
        note="Called back.",
        now=NOW,
    )
    revise(detractor, score=8)
    revising.note_change(followup=followup, now=LATER)
    followup.refresh_from_db()
    assert followup.state == FollowUpState.RESOLVED

    revise(detractor, score=2)
    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    ines.refresh_from_db()
    assert (followup.state, followup.assignee, ines.load) == (FollowUpState.OPEN, ines.user, 1)


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ({"contact_me": False}, {"score": 3, "contact_me": True}, "The customer asks to be contacted now."),
        ({}, {"score": 3, "reason": "Still broken. Call me!"}, "The customer said more."),
        ({"contact_me": False}, {"score": 3, "reason": "Still broken.", "contact_me": False}, None),
        ({}, {"score": 5, "reason": "Better, thank you."}, None),
        ({}, {"score": 9, "reason": "All is well."}, None),
        ({}, {"score": 3, "reason": ""}, None),
    ],
)
def test_what_opens_a_closed_one_again(
    detractor: Response, ines: Rep, before: dict[str, Any], after: dict[str, Any], note: str | None
) -> None:
    """G45: whoever asks for contact after we thought that all was done is heard; thanks open nothing."""
    if before:
        Response.objects.update(**before)
        detractor.revisions.update(**before)
        detractor.refresh_from_db()
    followup = opened(detractor)
    working.resolve(
        followup=followup,
        actor=ines.user,
        root_cause="support",
        outcome=Outcome.SOLVED,
        note="Called back.",
        now=NOW,
    )
    revise(detractor, **after)

    revising.note_change(followup=followup, now=LATER)
    news.tell(response_id=detractor.pk, now=LATER)

    followup.refresh_from_db()
    lines = followup.activities.filter(kind=ActivityKind.REOPENED)
    assert list(lines.values_list("note", flat=True)) == ([note] if note else [])
    assert followup.is_closed == (note is None)
    # Either way they hear of it, once.
    told = Notification.objects.exclude(key__startswith="assigned")
    assert [row.recipient for row in told] == [ines.user]
    if note:
        reason = after.get("reason", "Nobody calls back.")
        assert told[0].title == "Ana Ruiz answered 3: your follow-up is open again"
        assert told[0].text == f"{note}\n\n“{reason}”"


def test_an_answer_that_is_left_out_opens_nothing_again(detractor: Response, ines: Rep) -> None:
    followup = opened(detractor)
    uncounted_by(followup)
    revise(detractor, score=1)

    revising.note_change(followup=followup, now=LATER)

    followup.refresh_from_db()
    assert followup.is_closed


def uncounted_by(followup: FollowUp) -> None:
    """Staff took the answer out of the numbers."""
    exclusion.exclude(response=followup.response, reason="Spam", actor=UserFactory.create(), now=NOW)
    uncounted.settle(response_id=followup.response_id, now=NOW)


def test_note_missed_finds_what_a_lost_signal_left(detractor: Response) -> None:
    followup = opened(detractor)
    revise(detractor, score=6)

    assert revising.note_missed(now=LATER) == 1
    assert revising.note_missed(now=LATER) == 0
    assert len(changes(followup)) == 1

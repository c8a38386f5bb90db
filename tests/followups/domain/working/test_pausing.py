"""Waiting for the customer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from followups.domain import working
from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep

IN_TWO_DAYS = NOW + timedelta(days=2)


def contacted(rep: Rep) -> FollowUp:
    """A follow-up whose customer was written to; four working hours are left."""
    return FollowUpFactory.create(
        assignee=rep.user,
        state=FollowUpState.IN_PROGRESS,
        first_contact_at=NOW,
        resolve_due_at=NOW + timedelta(hours=4),
    )


def test_waiting_stops_the_clock_and_resuming_gives_back_what_was_left(ines: Rep) -> None:
    """G44, G82."""
    followup = contacted(ines)

    row = working.wait_for_customer(
        followup=followup, actor=ines.user, until=IN_TWO_DAYS, note="Sends the log.", now=NOW
    )
    assert (row.state, row.due_at) == (FollowUpState.WAITING, IN_TWO_DAYS)
    assert not FollowUp.objects.overdue(now=NOW + timedelta(days=1)).exists()
    assert FollowUp.objects.overdue(now=IN_TWO_DAYS + timedelta(minutes=1)).get() == followup

    # Since 10:00 in Berlin, the time to look again, the clock has gone on: its four hours end at 14:00.
    resumed_at = datetime(2026, 3, 12, 11, tzinfo=UTC)
    row = working.resume(followup=followup, actor=ines.user, now=resumed_at)

    assert (row.state, row.waiting_since, row.wait_until) == (FollowUpState.IN_PROGRESS, None, None)
    assert row.due_at == row.resolve_due_at == datetime(2026, 3, 12, 13, tzinfo=UTC)
    assert [line.facts["to"] for line in followup.activities.all()[1:]] == ["waiting", "in_progress"]


def test_nobody_waits_for_a_customer_who_was_not_contacted(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    with pytest.raises(working.NotContactedYet):
        working.wait_for_customer(followup=followup, actor=ines.user, until=IN_TWO_DAYS, note="", now=NOW)

    followup.refresh_from_db()
    assert (followup.state, followup.activities.count()) == (FollowUpState.OPEN, 1)


def test_waiting_needs_a_day_ahead(ines: Rep) -> None:
    with pytest.raises(ValueError, match="ahead"):
        working.wait_for_customer(followup=contacted(ines), actor=ines.user, until=NOW, note="", now=NOW)


def test_only_what_waits_can_resume(ines: Rep) -> None:
    with pytest.raises(working.OutOfTurn, match="in progress"):
        working.resume(followup=contacted(ines), actor=ines.user, now=NOW)


def test_a_wait_is_made_longer_or_shorter_and_counts_from_its_beginning(ines: Rep) -> None:
    """G44."""
    followup = contacted(ines)
    working.wait_for_customer(followup=followup, actor=ines.user, until=IN_TWO_DAYS, note="", now=NOW)
    longer, later = NOW + timedelta(days=7), NOW + timedelta(days=1)

    row = working.wait_for_customer(
        followup=followup, actor=ines.user, until=longer, note="Called again: on leave.", now=later
    )

    assert (row.state, row.waiting_since, row.wait_until) == (FollowUpState.WAITING, NOW, longer)
    assert (row.next_alarm_at, row.resolve_due_at) == (longer, followup.resolve_due_at)
    assert [line.facts["to"] for line in followup.activities.all()[1:]] == ["waiting", "waiting"]

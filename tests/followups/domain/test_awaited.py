"""Waiting for somebody who answers by another survey."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followups.domain import awaited, working
from followups.enums import FollowUpState
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp, Rep

DAY = timedelta(days=1)


def waiting(rep: Rep) -> FollowUp:
    """A follow-up that waits for its customer, for two months from now."""
    followup = FollowUpFactory.create(assignee=rep.user)
    working.log_email(followup=followup, actor=rep.user, note="", now=NOW)
    until = NOW + 60 * DAY
    return working.wait_for_customer(followup=followup, actor=rep.user, until=until, note="", now=NOW)


def test_an_answer_to_another_survey_ends_the_wait(ines: Rep) -> None:
    """G44: the clock stands still while the customer is waited for, and no longer."""
    row, other = waiting(ines), waiting(ines)
    ResponseFactory.create(invitation__customer=row.customer, score=1, answered_at=NOW + 5 * DAY)

    assert awaited.go_on(customer_id=row.customer_id, now=NOW + 5 * DAY) == 1
    assert awaited.go_on(now=NOW + 5 * DAY) == 0

    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.wait_until) == (FollowUpState.IN_PROGRESS, None)
    assert other.state == FollowUpState.WAITING


def test_what_they_said_before_ends_no_wait(ines: Rep) -> None:
    row = waiting(ines)
    ResponseFactory.create(invitation__customer=row.customer, score=1, answered_at=NOW - DAY)

    assert awaited.go_on(now=NOW + DAY) == 0


def test_an_answer_that_does_not_count_ends_no_wait(ines: Rep) -> None:
    row = waiting(ines)
    ResponseFactory.create(
        invitation__customer=row.customer,
        score=1,
        answered_at=NOW + DAY,
        state="excluded",
        excluded_reason="A test",
    )

    assert awaited.go_on(now=NOW + 2 * DAY) == 0

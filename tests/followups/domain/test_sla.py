"""Deadlines in business hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from followups.domain import sla
from followups.models import SlaPolicy
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026, UTC. Berlin is one hour ahead until the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_policy_is_made_once_with_its_defaults(program: Program) -> None:
    """G44."""
    assert sla.policy() == sla.policy()
    assert (SlaPolicy.objects.count(), sla.policy().contact_hours, sla.policy().resolve_hours) == (1, 8, 40)


def test_due_times_leave_out_the_weekend(program: Program) -> None:
    """G44: Friday 16:00 plus eight hours is Monday 16:00 in Berlin."""
    due = sla.due_times(start=at(13, 15), contact_wanted=True)

    assert due == sla.DueTimes(contact=at(16, 15), resolve=at(20, 15))


def test_due_times_follow_the_policy(program: Program) -> None:
    SlaPolicy.objects.create(contact_hours=2, resolve_hours=4, weekdays=[5], is_fallback=True)

    due = sla.due_times(start=NOW, contact_wanted=True)

    assert due == sla.DueTimes(contact=at(14, 10), resolve=at(14, 12))


def test_the_resolution_is_never_due_before_the_contact(program: Program) -> None:
    SlaPolicy.objects.create(contact_hours=8, resolve_hours=1, is_fallback=True)

    due = sla.due_times(start=NOW, contact_wanted=True)

    assert due.contact == due.resolve


def test_resumed_due_leaves_as_much_time_as_was_left(program: Program) -> None:
    # Two working hours were left on Tuesday; waited until Thursday 12:00 in Berlin.
    assert sla.resumed_due(due=at(10, 12), waiting_since=at(10, 10), now=at(12, 11)) == at(12, 13)


def test_resumed_due_keeps_a_deadline_that_was_missed_before(program: Program) -> None:
    missed = at(10, 9)

    assert sla.resumed_due(due=missed, waiting_since=at(10, 10), now=NOW + timedelta(days=3)) == missed

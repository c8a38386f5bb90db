"""Follow-ups in every place of the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from followups.enums import FollowUpState, StepKind, StepState
from followups.models import FollowUp, Playbook, Run, StepRun
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from team.models import User


def named(name: str, hours: float = 5, **fields: Any) -> FollowUp:
    """A follow-up of a customer of this name, due in so many hours."""
    return FollowUpFactory.create(
        customer=CustomerFactory.create(name=name),
        contact_due_at=NOW + timedelta(hours=hours),
        resolve_due_at=NOW + timedelta(days=30),
        **fields,
    )


def waiting(name: str, hours: float, **fields: Any) -> FollowUp:
    """One that waits for its customer until then."""
    return named(
        name,
        first_contact_at=NOW - timedelta(days=1),
        state=FollowUpState.WAITING,
        waiting_since=NOW - timedelta(hours=9),
        wait_until=NOW + timedelta(hours=hours),
        **fields,
    )


def names(rows: Iterable[FollowUp]) -> list[str]:
    """Whose they are, in order."""
    return [str(row.customer) for row in rows]


def task(title: str, assignee: User, hours: float = 1, followup: FollowUp | None = None) -> StepRun:
    """A playbook's task for somebody."""
    row = followup or named(f"Customer of {title}", assignee=assignee)
    assert row.customer
    playbook, _ = Playbook.objects.get_or_create(name="Ask for a review")
    run = Run.objects.create(
        playbook=playbook, response=row.response, customer=row.customer, followup=row, started_at=NOW
    )
    return StepRun.objects.create(
        run=run,
        position=1,
        kind=StepKind.TASK,
        title=title,
        state=StepState.READY,
        assignee=assignee,
        ready_at=NOW,
        due_at=NOW + timedelta(hours=hours),
    )

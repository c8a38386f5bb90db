"""Steps that a person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import notifying
from followups.domain.playbooks import asking, links, people, settling, timing
from followups.domain.playbooks.terms import Terms
from followups.enums import NotificationKind, StepState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held
    from followups.models import StepRun


def hand_out(held: Held, step: StepRun, now: datetime, reason: str = "") -> None:
    """Make it somebody's task and tell them. `reason` says why a person has it."""
    terms = Terms.of_run(step)
    step.assignee = people.worker(terms=terms, run=held.run, followup=held.followup, now=now)
    step.state, step.ready_at, step.reason = StepState.READY, now, reason[:200]
    step.due_at, step.gives_up_at = timing.on_day(start=now, days=terms.due_days), None
    step.save(update_fields=["assignee", "state", "ready_at", "reason", "due_at", "gives_up_at"])
    settling.tell(held, step, now=now)
    tell_worker(held, step, now=now)


def ask_endorsement(held: Held, step: StepRun, now: datetime) -> None:
    """Put the ask on record; a person asks, and records what the customer agreed to."""
    asking.note(held, step, actor=None, now=now)
    hand_out(held, step, now)


def tell_worker(held: Held, step: StepRun, *, now: datetime) -> None:
    """Tell whoever has got the task, however often it comes back to them."""
    if step.assignee is None:
        return
    notifying.tell(
        recipient=step.assignee,
        kind=NotificationKind.TASK,
        key=f"task:{step.pk}:{step.assignee.pk}:{now.isoformat()}",
        title=f"{step.title}: {held.run.response.who}",
        text=step.text,
        path=links.of_task(step),
        now=now,
        followup=held.followup,
        step_run=step,
    )

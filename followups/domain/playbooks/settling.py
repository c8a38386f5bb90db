"""What one step's end means for the others: the next one's time, and the end of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import endorsing, history
from followups.domain.playbooks import timing
from followups.enums import ActivityKind, RunState, StepKind, StepState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held
    from followups.models import StepRun
    from team.models import User

WORDS = {
    StepState.DONE: "done",
    StepState.SKIPPED: "skipped",
    StepState.FAILED: "failed",
    StepState.CANCELLED: "cancelled",
    StepState.READY: "is to do",
}


def close(
    held: Held,
    step: StepRun,
    state: StepState,
    *,
    now: datetime,
    reason: str = "",
    actor: User | None = None,
    note: str = "",
    is_news: bool = True,
) -> None:
    """End one step and write it into the follow-up's history; the others are settled by `settle`.

    What is no news, like a step that found nothing to do, stands on the run's page alone.
    """
    step.state, step.reason, step.finished_at = state, reason[:200], now
    step.finished_by, step.note = actor, note or step.note
    step.save(update_fields=["state", "reason", "finished_at", "finished_by", "note"])
    if step.kind == StepKind.ENDORSEMENT and state in (StepState.SKIPPED, StepState.CANCELLED):
        endorsing.unask(step_run=step)
    if is_news:
        tell(held, step, now=now, actor=actor, note=note)


def settle(held: Held, *, now: datetime) -> None:
    """Give waiting steps the time that they have by now; a run whose steps are all over is done.

    In a paused run no step gets a time: it gets one when the run goes on.
    """
    if held.run.state not in (RunState.RUNNING, RunState.PAUSED):
        return
    for step in held.steps:
        if held.run.state == RunState.RUNNING and step.state == StepState.WAITING and step.due_at is None:
            _await(held, step)
    if all(timing.is_over(step) for step in held.steps):
        held.run.state, held.run.ended_at, held.run.paused_at = RunState.DONE, now, None
        held.run.reason = ""
        held.run.save(update_fields=["state", "ended_at", "paused_at", "reason"])


def tell(held: Held, step: StepRun, *, now: datetime, actor: User | None = None, note: str = "") -> None:
    """A line in the follow-up's history; without a follow-up the run's own page tells it."""
    if held.followup is None:
        return
    words = f"“{step.title}” {WORDS[StepState(step.state)]}"
    if step.reason:
        words = f"{words}: {step.reason[0].lower()}{step.reason[1:].removesuffix('.')}"
    history.add(
        followup=held.followup,
        kind=ActivityKind.STEP,
        actor=actor,
        now=now,
        note=note,
        facts={
            "words": f"Playbook “{held.run.playbook.name}”: {words}",
            "run": held.run.pk,
            "step": step.pk,
            "state": str(step.state),
        },
    )


def _await(held: Held, step: StepRun) -> None:
    due = timing.due_at(step=step, run=held.run, siblings=held.steps, followup=held.followup)
    patience = timing.gives_up_at(step=step, run=held.run, siblings=held.steps)
    # Set once: pauses have moved it since.
    gives_up = (step.gives_up_at or patience) if patience else None
    if (due, gives_up) != (step.due_at, step.gives_up_at):
        step.due_at, step.gives_up_at = due, gives_up
        step.save(update_fields=["due_at", "gives_up_at"])

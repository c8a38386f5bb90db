"""The sweep: steps whose time has come, each in its own transaction, by any number of sweeps at once."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain.playbooks import doing, ending, holding, judging, moot, settling, timing, waking
from followups.enums import RunState, StepState
from followups.models import StepRun

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held

logger = logging.getLogger(__name__)

AT_ONCE = 500
MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=2)


def advance(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Do what is due, the oldest first; returns how many steps moved on.

    A step that fails is tried again, later each time, and given up after five attempts. It stops no other.
    """
    ending.resume_held(now=now)
    ending.clear_away(now=now)
    waking.wake_missed(now=now)
    moot.drop_missed(now=now)
    due = StepRun.objects.due(now=now).filter(run__state=RunState.RUNNING).order_by("due_at", "pk")
    moved = 0
    for pk, run_id in list(due.values_list("pk", "run_id")[:limit]):
        try:
            moved += _advance(pk, run_id, now=now)
        except Exception as fault:
            logger.exception("Step %s of run %s could not be done", pk, run_id)
            _note_fault(pk, run_id, fault, now=now)
    return moved + waking.give_up(now=now, limit=limit)


def _advance(pk: int, run_id: int, *, now: datetime) -> bool:
    with transaction.atomic():
        held = holding.hold(run_id)
        step = held.step(pk)
        if not _is_due(held, step, now=now):
            return False
        if over := judging.why_over(held):
            ending.end(held, reason=over, actor=None, now=now)
            return True
        if timing.awaited_at(step=step, run=held.run, siblings=held.steps, followup=held.followup) is None:
            # Reopened meanwhile: the resolution that it counted from is gone.
            step.due_at = None
            step.save(update_fields=["due_at"])
            return False
        if reason := judging.why_not(held, step):
            settling.close(held, step, StepState.SKIPPED, now=now, reason=reason)
        else:
            doing.do(held, step, now=now)
        settling.settle(held, now=now)
    return True


def _is_due(held: Held, step: StepRun, *, now: datetime) -> bool:
    is_running = held.run.state == RunState.RUNNING
    return is_running and step.state == StepState.WAITING and step.due_at is not None and step.due_at <= now


def _note_fault(pk: int, run_id: int, fault: Exception, *, now: datetime) -> None:
    with transaction.atomic():
        held = holding.hold(run_id)
        step = held.step(pk)
        if not _is_due(held, step, now=now):
            return
        step.attempts += 1
        step.reason = f"{type(fault).__name__}: {fault}"[:200]
        step.due_at = now + FIRST_RETRY * 2 ** (step.attempts - 1)
        step.save(update_fields=["attempts", "reason", "due_at"])
        if step.attempts >= MOST_ATTEMPTS:
            reason = f"Given up after {MOST_ATTEMPTS} attempts. {step.reason}"
            settling.close(held, step, StepState.FAILED, now=now, reason=reason)
            settling.settle(held, now=now)

"""Holding, going on with and ending runs. What has left stays; what waits is withdrawn.

Of a playbook, all runs are held or ended in one statement, with the playbook: none is left at work by
whoever dies half-way. What takes a transaction for each run is done at once for some and by the sweep for the
rest.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from followups.domain import messages
from followups.domain.playbooks import holding, settling, timing
from followups.enums import PlaybookState, RunState, StepKind, StepState
from followups.models import Message, Run
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from followups.domain.playbooks.holding import Held
    from followups.models import Playbook, StepRun
    from responses.models import Response
    from team.models import User

logger = logging.getLogger(__name__)

LIVE = [RunState.RUNNING, RunState.PAUSED]
# A message in one of these has not left and will not, or can still be taken back.
STILL_HERE = [
    OutboxState.PLANNED,
    OutboxState.FAILED,
    OutboxState.SKIPPED,
    OutboxState.EXPIRED,
    OutboxState.CANCELLED,
]
PAUSED_WITH_IT = "The playbook is paused."
NOT_COUNTED = "The answer is not counted any more."
BY_PEOPLE = [StepKind.TASK, StepKind.MESSAGE, StepKind.ENDORSEMENT]
# How many runs one click, or one sweep, goes through.
AT_ONCE = 200


def stop_runs(*, runs: Iterable[Run], reason: str, actor: User | None, now: datetime) -> int:
    """End these runs: planned messages are withdrawn, tasks and steps cancelled; returns how many ended."""
    return sum(_stop(run.pk, reason=reason, actor=actor, now=now) for run in runs)


def pause_runs(*, runs: Iterable[Run], reason: str, now: datetime) -> int:
    """Hold these runs: nothing happens by itself. Tasks that people have already stay theirs."""
    paused = 0
    for run in runs:
        with transaction.atomic():
            held = holding.hold(run.pk)
            if held.run.state != RunState.RUNNING:
                continue
            held.run.state, held.run.paused_at, held.run.reason = RunState.PAUSED, now, reason[:200]
            held.run.save(update_fields=["state", "paused_at", "reason"])
            paused += 1
    return paused


def resume_runs(*, runs: Iterable[Run], now: datetime) -> int:
    """Go on. Every time still ahead moves by as long as the run was held: nothing comes all at once."""
    resumed = 0
    for run in runs:
        with transaction.atomic():
            held = holding.hold(run.pk)
            if held.run.state != RunState.PAUSED:
                continue
            _shift(held, now=now)
            held.run.state, held.run.paused_at, held.run.reason = RunState.RUNNING, None, ""
            held.run.save(update_fields=["state", "paused_at", "reason"])
            settling.settle(held, now=now)
            resumed += 1
    return resumed


def pause_all(*, playbook: Playbook, now: datetime) -> int:
    """Hold every run of a playbook that is paused; call it in that transaction."""
    runs = _locked(playbook, [RunState.RUNNING])
    return runs.update(state=RunState.PAUSED, paused_at=now, reason=PAUSED_WITH_IT)


def resume_held(*, now: datetime, playbook: Playbook | None = None) -> int:
    """Go on with runs that were held with a playbook which is active again; returns how many did."""
    held = Run.objects.filter(state=RunState.PAUSED, reason=PAUSED_WITH_IT)
    held = held.filter(playbook__state=PlaybookState.ACTIVE)
    runs = held.filter(playbook=playbook) if playbook else held
    return resume_runs(runs=list(runs.order_by("pk")[:AT_ONCE]), now=now)


def end_all(*, playbook: Playbook, reason: str, now: datetime) -> int:
    """End every live run of a playbook that is stopped; call it in that transaction, then `clear_away`."""
    return _locked(playbook, LIVE).update(state=RunState.STOPPED, ended_at=now, paused_at=None, reason=reason)


def clear_away(*, now: datetime, playbook: Playbook | None = None, actor: User | None = None) -> int:
    """Withdraw and cancel what runs have left open that were ended all at once; returns how many had some.

    One run's fault stops no other.
    """
    open_steps = Run.objects.filter(
        state=RunState.STOPPED, steps__state__in=[StepState.WAITING, StepState.READY]
    )
    runs = open_steps.filter(playbook=playbook) if playbook else open_steps
    found = list(runs.order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE])
    for pk in found:
        try:
            with transaction.atomic():
                held = holding.hold(pk)
                _clear_away(held, reason=held.run.reason, actor=actor, now=now)
        except Exception:
            logger.exception("What run %s left open could not be cleared away", pk)
    return len(found)


def stop_overtaken(*, response: Response, now: datetime) -> int:
    """The answer changed its band: end its runs of the old one that have not reached the customer."""
    runs = Run.objects.filter(response=response, state__in=LIVE).exclude(playbook__band="")
    overtaken = runs.exclude(playbook__band=response.band).select_related("playbook")
    reason = f"The answer changed: it is a {response.band.label.lower()}’s now."
    return stop_runs(
        runs=[run for run in overtaken if not has_reached(run)], reason=reason, actor=None, now=now
    )


def stop_uncounted(*, response_id: int, now: datetime) -> int:
    """The answer is not counted any more, or its customer was erased: nothing is done about it."""
    runs = Run.objects.filter(response=response_id, state__in=LIVE)
    return stop_runs(runs=list(runs), reason=NOT_COUNTED, actor=None, now=now)


def has_reached(run: Run) -> bool:
    """True when the customer has heard of it: a message left, a person did a step, or contacted them."""
    left = Message.objects.filter(step_run__run=run).exclude(state__in=STILL_HERE).exists()
    done = run.steps.filter(state=StepState.DONE, kind__in=BY_PEOPLE, finished_by__isnull=False).exists()
    contacted = Q(response__followup__first_contact_at__gte=run.started_at)
    return left or done or Run.objects.filter(contacted, pk=run.pk).exists()


def end(held: Held, *, reason: str, actor: User | None, now: datetime) -> None:
    """End a run that is held: its steps are cancelled, its planned messages withdrawn."""
    held.run.state, held.run.ended_at, held.run.paused_at = RunState.STOPPED, now, None
    held.run.reason = reason[:200]
    held.run.save(update_fields=["state", "ended_at", "paused_at", "reason"])
    _clear_away(held, reason=reason, actor=actor, now=now)


def _clear_away(held: Held, *, reason: str, actor: User | None, now: datetime) -> None:
    for message in Message.objects.filter(step_run__run=held.run, state=OutboxState.PLANNED):
        # On its way since we looked: it counts as sent.
        with suppress(messages.TooLate):
            messages.withdraw(message=message, actor=None, now=now)
    for step in held.steps:
        if not timing.is_over(step):
            settling.close(held, step, StepState.CANCELLED, now=now, reason=reason, actor=actor)


def _stop(run_id: int, *, reason: str, actor: User | None, now: datetime) -> bool:
    with transaction.atomic():
        held = holding.hold(run_id)
        if held.run.state not in LIVE:
            return False
        end(held, reason=reason, actor=actor, now=now)
    return True


def _locked(playbook: Playbook, states: Iterable[RunState]) -> QuerySet[Run]:
    """Its runs in these states, locked by id: whoever locks several takes the same order."""
    runs = Run.objects.select_for_update().filter(playbook=playbook, state__in=states).order_by("pk")
    return Run.objects.filter(pk__in=list(runs.values_list("pk", flat=True)))


def _shift(held: Held, *, now: datetime) -> None:
    """Move the times ahead by as long as the run was held; what came meanwhile counts from now."""
    paused_at = held.run.paused_at or now
    for step in held.steps:
        if step.state != StepState.WAITING:
            continue
        step.due_at = _due_after_pause(held, step, paused_at=paused_at, now=now)
        is_patient = timing.gives_up_at(step=step, run=held.run, siblings=held.steps) is not None
        gives_up = step.gives_up_at if is_patient else None
        step.gives_up_at = gives_up + (now - paused_at) if gives_up else None
        step.save(update_fields=["due_at", "gives_up_at"])


def _due_after_pause(held: Held, step: StepRun, *, paused_at: datetime, now: datetime) -> datetime | None:
    if step.due_at:
        return step.due_at + (now - paused_at)
    came_at = timing.awaited_at(step=step, run=held.run, siblings=held.steps, followup=held.followup)
    if came_at is None:
        return None
    if came_at > paused_at:
        return timing.due_from(step=step, start=now)
    return timing.due_from(step=step, start=came_at) + (now - paused_at)

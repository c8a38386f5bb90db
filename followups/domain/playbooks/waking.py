"""Steps that wait for the contact or the resolution: it came, it never will, or the owner changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Q

from followups.domain import talks
from followups.domain.playbooks import holding, moot, people, settling
from followups.domain.playbooks.terms import Terms
from followups.enums import FollowUpState, RunState, StepState, WaitsFor, Worker
from followups.models import FollowUp, Run, StepRun

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held

BY_HAND = "kept_by_hand"


def look_again(*, followup_id: int, now: datetime) -> int:
    """A follow-up changed, and with it what its answer asks for; how many runs were looked at."""
    response = FollowUp.objects.filter(pk=followup_id).values_list("response", flat=True).first()
    return look_again_at(response_id=response, now=now) if response else 0


def look_again_at(*, response_id: int, now: datetime) -> int:
    """The steps of this answer's runs get their time, its tasks go to whoever has it or have no sense now.

    Returns how many runs were looked at.
    """
    runs = Run.objects.filter(response=response_id, state__in=[RunState.RUNNING, RunState.PAUSED])
    found = list(runs.order_by("pk").values_list("pk", flat=True))
    for run_id in found:
        with transaction.atomic():
            held = holding.hold(run_id)
            settling.settle(held, now=now)
            moot.drop(held, now=now)
            _follow_owner(held, now=now)
    return len(found)


def wake_missed(*, now: datetime) -> int:
    """Make good for lost signals: what steps wait for has come. Looks at waiting steps only."""
    talked = talks.had(followup__response=OuterRef("run__response"))
    contacted = Q(terms__waits_for=WaitsFor.CONTACT) & talked
    resolved = Q(terms__waits_for=WaitsFor.RESOLUTION, run__response__followup__state=FollowUpState.RESOLVED)
    waiting = StepRun.objects.filter(state=StepState.WAITING, due_at=None, run__state=RunState.RUNNING)
    runs = list(waiting.filter(contacted | resolved).order_by("run").values_list("run", flat=True).distinct())
    for run_id in runs:
        with transaction.atomic():
            settling.settle(holding.hold(run_id), now=now)
    return len(runs)


def give_up(*, now: datetime, limit: int) -> int:
    """Skip what has waited long enough for something that may never come."""
    waiting = StepRun.objects.filter(
        state=StepState.WAITING, due_at=None, gives_up_at__lte=now, run__state=RunState.RUNNING
    )
    skipped = 0
    for pk, run_id in list(waiting.order_by("gives_up_at", "pk").values_list("pk", "run_id")[:limit]):
        with transaction.atomic():
            held = holding.hold(run_id)
            settling.settle(held, now=now)
            step = held.step(pk)
            has_waited = step.state == StepState.WAITING and step.due_at is None
            if not has_waited or step.gives_up_at is None or step.gives_up_at > now:
                continue
            terms = Terms.of_run(step)
            reason = f"Waited {terms.give_up_days} days for {WaitsFor(terms.waits_for).label}."
            settling.close(held, step, StepState.SKIPPED, now=now, reason=reason)
            settling.settle(held, now=now)
            skipped += 1
    return skipped


def _follow_owner(held: Held, *, now: datetime) -> None:
    """Tasks of whoever has the follow-up go where it goes, unless somebody gave them away by hand."""
    if held.followup is None or held.followup.is_closed:
        return
    for step in held.steps:
        terms = Terms.of_run(step)
        if step.state != StepState.READY or terms.worker != Worker.OWNER or step.terms.get(BY_HAND):
            continue
        owner = people.worker(terms=terms, run=held.run, followup=held.followup, now=now)
        if owner and step.assignee_id != owner.pk:
            step.assignee = owner
            step.save(update_fields=["assignee"])

"""Tasks that have lost their sense: what they were given for no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Q

from followups.domain import talks
from followups.domain.playbooks import holding, judging, settling
from followups.enums import CLOSED, OnlyIf, RunState, StepState
from followups.models import StepRun

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held


def drop(held: Held, *, now: datetime) -> int:
    """Skip the tasks of a run whose condition no longer holds, with the reason; how many.

    A step that waits is judged when its time comes; in a paused run people keep what they have.
    """
    if held.run.state != RunState.RUNNING:
        return 0
    dropped = 0
    for step in held.steps:
        reason = judging.why_not(held, step) if step.state == StepState.READY else ""
        if reason:
            settling.close(held, step, StepState.SKIPPED, now=now, reason=reason)
            dropped += 1
    if dropped:
        settling.settle(held, now=now)
    return dropped


def drop_missed(*, now: datetime) -> int:
    """Make good for lost signals; looks at the tasks that a contact, an end or a wish has overtaken."""
    contacted = Q(terms__only_if=OnlyIf.NOT_CONTACTED) & talks.had(
        followup__response=OuterRef("run__response")
    )
    closed = Q(terms__only_if=OnlyIf.UNRESOLVED, run__response__followup__state__in=CLOSED)
    unwanted = Q(terms__only_if=OnlyIf.WANTS_CONTACT, run__response__contact_me=False)
    tasks = StepRun.objects.tasks().filter(run__state=RunState.RUNNING)
    found = tasks.filter(contacted | closed | unwanted).order_by("run").values_list("run", flat=True)
    dropped = 0
    for run_id in list(found.distinct()):
        with transaction.atomic():
            dropped += drop(holding.hold(run_id), now=now)
    return dropped

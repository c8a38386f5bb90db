"""What to do next with a follow-up, as its playbooks say (T25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.enums import RunState, StepKind, StepState
from followups.models import StepRun

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import FollowUp

AHEAD = 3
# What the machine does by itself is nobody's next step.
FOR_PEOPLE = [StepKind.TASK, StepKind.MESSAGE, StepKind.PLAN, StepKind.ENDORSEMENT]


def next_steps(*, followup: FollowUp, now: datetime) -> list[StepRun]:
    """What people have to do now, the most urgent first, then the next steps that wait for their time.

    Each comes with its run and playbook, for the reason why.
    """
    live = StepRun.objects.filter(
        run__response=followup.response_id, run__state__in=[RunState.RUNNING, RunState.PAUSED]
    ).select_related("run__playbook", "run__response", "run__customer__account", "assignee")
    live = live.prefetch_related("run__playbook__themes")
    to_do = list(live.filter(state=StepState.READY).order_by("due_at", "pk"))
    ahead = live.filter(state=StepState.WAITING, kind__in=FOR_PEOPLE)
    timed = list(ahead.filter(due_at__isnull=False).order_by("due_at", "pk")[:AHEAD])
    waiting = ahead.filter(due_at=None).order_by("run", "position")
    return [*to_do, *timed, *waiting[: max(AHEAD - len(timed), 0)]]

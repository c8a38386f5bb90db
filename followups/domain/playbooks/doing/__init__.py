"""What each kind of step does when its time has come. Called with the run held, inside its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.playbooks.doing import deeds, handing, writing
from followups.enums import StepKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followups.domain.playbooks.holding import Held
    from followups.models import StepRun


def do(held: Held, step: StepRun, *, now: datetime) -> None:
    """Do the step: it is done, skipped with a reason, or somebody's task afterwards."""
    DEEDS[StepKind(step.kind)](held, step, now)


DEEDS: dict[StepKind, Callable[[Held, StepRun, datetime], None]] = {
    StepKind.TASK: handing.hand_out,
    StepKind.MESSAGE: writing.write,
    StepKind.REOPEN_CASE: deeds.reopen_case,
    StepKind.TAG: deeds.tag,
    StepKind.NOTIFY: deeds.notify,
    StepKind.WEBHOOK: deeds.tell_program,
    StepKind.PLAN: deeds.plan,
    StepKind.ENDORSEMENT: handing.ask_endorsement,
}

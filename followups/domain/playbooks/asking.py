"""What a step asks the customer to stand by is on record from the moment of asking (T28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import endorsing
from followups.domain.playbooks.terms import Terms
from followups.enums import EndorsementKind

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held
    from followups.models import StepRun
    from team.models import User


def note(held: Held, step: StepRun, *, actor: User | None, now: datetime) -> None:
    """Put the ask on record, where the step is one."""
    kind = Terms.of_run(step).settings.get("endorsement")
    if not kind:
        return
    endorsing.ask(
        customer=held.run.customer,
        kind=EndorsementKind(kind),
        actor=actor,
        now=now,
        response=held.run.response,
        step_run=step,
    )

"""What a customer said to an ask is on record, and the task of asking is done with it, in one act (T28)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain import endorsing
from followups.domain.playbooks import holding, settling
from followups.enums import StepKind, StepState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followups.models import Endorsement
    from team.models import User


def agree(*, endorsement: Endorsement, actor: User, now: datetime, **said: Any) -> Endorsement:
    """They agreed, in the words of `endorsing.agree`. Raises what that raises."""
    with _with_its_task(endorsement, actor, "They agreed.", now=now):
        return endorsing.agree(endorsement=endorsement, actor=actor, now=now, **said)


def decline(*, endorsement: Endorsement, actor: User, now: datetime, words: str = "") -> Endorsement:
    """They would rather not. Raises what `endorsing.decline` raises."""
    with _with_its_task(endorsement, actor, "They declined.", now=now):
        return endorsing.decline(endorsement=endorsement, actor=actor, now=now, words=words)


@contextmanager
def _with_its_task(endorsement: Endorsement, actor: User, note: str, *, now: datetime) -> Iterator[None]:
    """Finish the step that asked, whoever has it, where it is still to do."""
    with transaction.atomic():
        step_run = endorsement.step_run
        # The run before the endorsement, as everybody locks them.
        held = holding.hold(step_run.run_id) if step_run else None
        yield
        step = held.step(step_run.pk) if held and step_run else None
        if held and step and step.kind == StepKind.ENDORSEMENT and step.state == StepState.READY:
            settling.close(held, step, StepState.DONE, now=now, actor=actor, note=note)
            settling.settle(held, now=now)

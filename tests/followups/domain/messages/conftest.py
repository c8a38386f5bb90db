"""A step of a playbook at work, for messages that belong to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.enums import RunState, StepKind
from followups.models import Playbook, Run, StepRun
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def step_run_in(db: None) -> Callable[[str], StepRun]:
    """Makes the one step of a run in this state."""

    def make(state: str) -> StepRun:
        answer = ResponseFactory.create()
        assert answer.customer
        run = Run.objects.create(
            playbook=Playbook.objects.create(name=f"Playbook {state}"),
            response=answer,
            customer=answer.customer,
            state=RunState(state),
            started_at=NOW,
            ended_at=NOW if state == RunState.STOPPED else None,
        )
        return StepRun.objects.create(run=run, position=1, kind=StepKind.MESSAGE, title="Write")

    return make

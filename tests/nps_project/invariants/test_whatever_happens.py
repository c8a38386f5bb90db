from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.nps_project.invariants.machine import Machine

if TYPE_CHECKING:
    from team.models import Program, User

# Eight in the daily suite; STATEFUL_EXAMPLES=300 for an afternoon's search.
EXAMPLES = int(os.environ.get("STATEFUL_EXAMPLES", "8"))
SECONDS_EACH = 25


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(max(300, SECONDS_EACH * EXAMPLES))
def test_whatever_happens_the_invariants_hold(program: Program, admin: User) -> None:
    """G61 I1–I16: in any order of plans, claims, crashes, bounces, moves, merges and refusals."""
    run_state_machine_as_test(
        lambda: Machine(program, admin),  # type: ignore[arg-type]  # whatever makes a machine will do
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Rows of a run under their locks: the customer first, then the run, as every room that changes both does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customers.models import Customer
from followups.models import FollowUp, Run

if TYPE_CHECKING:
    from followups.models import StepRun


@dataclass(slots=True)
class Held:
    """A run that nobody else changes until the transaction ends, its steps in order, its follow-up if any."""

    run: Run
    steps: list[StepRun]
    followup: FollowUp | None

    def step(self, pk: int) -> StepRun:
        """One of the steps, by id. Raises StopIteration for a step of another run."""
        return next(step for step in self.steps if step.pk == pk)


def hold(run_id: int) -> Held:
    """Lock the run. Raises Run.DoesNotExist. Call it inside a transaction."""
    Customer.objects.select_for_update(of=("self",), no_key=True).filter(runs=run_id).first()
    # Without a join: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    followup = FollowUp.objects.filter(response=run.response_id).first()
    if followup and run.followup_id != followup.pk:
        # It was opened after the run began.
        run.followup = followup
        run.save(update_fields=["followup"])
    return Held(run, list(run.steps.order_by("position", "pk")), followup)

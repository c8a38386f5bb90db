"""Asking customers to stand by us with their name, and what they agreed to (T28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.models import Endorsement

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer
    from followups.enums import EndorsementKind
    from followups.models import StepRun
    from responses.models import Response
    from team.models import User


def ask(
    *,
    customer: Customer,
    kind: EndorsementKind,
    actor: User | None,
    now: datetime,
    response: Response | None = None,
    step_run: StepRun | None = None,
) -> Endorsement:
    """Put on record that they were asked. The same step of a playbook asks once."""
    facts = {"customer": customer, "response": response, "kind": kind, "asked_at": now, "recorded_by": actor}
    if step_run is None:
        return Endorsement.objects.create(**facts)
    return Endorsement.objects.get_or_create(step_run=step_run, defaults=facts)[0]

"""A customer's success plan: what we promised to do, who does it, by when (T15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from followups.domain import history
from followups.enums import ActivityKind
from followups.models import PlanItem

if TYPE_CHECKING:
    from datetime import date, datetime

    from customers.models import Customer
    from followups.models import FollowUp, StepRun
    from team.models import User


def add(
    *,
    customer: Customer,
    title: str,
    owner: User | None,
    due_on: date | None,
    now: datetime,
    text: str = "",
    followup: FollowUp | None = None,
    step_run: StepRun | None = None,
) -> PlanItem:
    """An item of the plan. The same step of a playbook adds one; on a follow-up it is a line of history."""
    facts: dict[str, Any] = {
        "customer": customer,
        "account": customer.account,
        "followup": followup,
        "title": title,
        "text": text,
        "owner": owner,
        "due_on": due_on,
        "created_at": now,
    }
    if step_run is None:
        item, is_new = PlanItem.objects.create(**facts), True
    else:
        item, is_new = PlanItem.objects.get_or_create(step_run=step_run, defaults=facts)
    if followup and is_new:
        words = {"words": f"Planned with the customer: {title}", "item": item.pk}
        history.add(followup=followup, kind=ActivityKind.PLAN, actor=None, now=now, facts=words)
    return item

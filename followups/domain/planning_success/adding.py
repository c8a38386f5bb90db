"""A new item of a success plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain import locks
from followups.domain.planning_success import guarding, telling
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
    actor: User | None = None,
    text: str = "",
    followup: FollowUp | None = None,
    step_run: StepRun | None = None,
) -> PlanItem:
    """An item of the plan, on a follow-up with a line of its history; its owner is told.

    The same step of a playbook adds one. An `actor` of None is a playbook or another program. Raises
    PlanNotYours, CannotOwn, CustomerGone, NotTheirs and NothingSaid.
    """
    guarding.check_actor(actor)
    guarding.check_owner(owner)
    guarding.check_customer(customer, followup)
    if not title.strip():
        raise guarding.NothingSaid("Say what is to be done.")
    facts: dict[str, Any] = {
        "customer": customer,
        "account": customer.account,
        "followup": followup,
        "title": title.strip(),
        "text": text.strip(),
        "owner": owner,
        "due_on": due_on,
        "created_at": now,
        "created_by": actor,
    }
    with transaction.atomic():
        item, is_new = _kept(step_run, facts)
        if is_new:
            words = f"Planned with the customer: {item.title}"
            telling.write_down(item, words, actor=actor, now=now)
            telling.tell_owner(item, actor=actor, now=now)
    return item


def _kept(step_run: StepRun | None, facts: dict[str, Any]) -> tuple[PlanItem, bool]:
    # Before the line on the follow-up, as everybody takes them.
    locks.customer(facts["customer"].pk)
    if step_run is None:
        return PlanItem.objects.create(**facts), True
    return PlanItem.objects.get_or_create(step_run=step_run, defaults=facts)

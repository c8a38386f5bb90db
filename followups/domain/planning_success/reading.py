"""Success plans as lists: one's own, everybody's, each customer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q

from customers.models import Customer
from followups.enums import PlanState
from followups.models import PlanItem

if TYPE_CHECKING:
    from datetime import date

    from customers.querysets import CustomerQuerySet
    from followups.querysets import PlanItemQuerySet
    from team.models import User

OPEN, OVERDUE, DONE, DROPPED, ANY = STATES = ("open", "overdue", "done", "dropped", "any")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items are to do, and how many of them are late."""

    mine: int
    mine_late: int
    all: int
    all_late: int


def tally(*, user: User, today: date) -> Tally:
    """The numbers beside the views."""
    own, late = Q(owner=user), Q(due_on__lt=today)
    counts = PlanItem.objects.open().aggregate(
        mine=Count("pk", filter=own),
        mine_late=Count("pk", filter=own & late),
        all=Count("pk"),
        all_late=Count("pk", filter=late),
    )
    return Tally(**counts)


def in_state(rows: PlanItemQuerySet, state: str, *, today: date) -> PlanItemQuerySet:
    """Those of one of STATES."""
    if state == ANY:
        return rows
    if state == OVERDUE:
        return rows.overdue(today=today)
    return rows.filter(state=state)


def of_customer(customer: Customer) -> PlanItemQuerySet:
    """One customer's plan, what is to do first."""
    return PlanItem.objects.filter(customer=customer).shown().in_order()


def by_customer(*, words: str, today: date) -> CustomerQuerySet:
    """Everybody with a plan: `to_do`, `late`, `done` items and the `next_on` day; the most late first."""
    to_do = Q(plan_items__state=PlanState.OPEN)
    named = PlanItem.objects.narrowed(words=words).values("customer")
    planned = Customer.objects.current().filter(pk__in=named)
    found: CustomerQuerySet = planned.select_related("account").annotate(
        to_do=Count("plan_items", filter=to_do),
        late=Count("plan_items", filter=to_do & Q(plan_items__due_on__lt=today)),
        done=Count("plan_items", filter=Q(plan_items__state=PlanState.DONE)),
        next_on=Min("plan_items__due_on", filter=to_do),
    )
    return found.order_by(
        F("late").desc(), F("next_on").asc(nulls_last=True), F("to_do").desc(), "sort_name", "pk"
    )

"""What was promised to a customer, and what came of it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from followups.access import plan_items_for
from followups.domain import planning_success
from followups.enums import PlanState
from insights.domain.story.entry import Entry

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import PlanItem
    from team.models import User

SHOWN = 5


def plan_of(*, customer: Customer) -> list[PlanItem]:
    """The first items of their plan, what is to do on top."""
    return list(planning_success.of_customer(customer)[:SHOWN])


def entries(*, customer: Customer, user: User, limit: int) -> list[Entry]:
    """The newest plans and the newest endings."""
    rows = plan_items_for(user).filter(customer=customer).select_related("created_by", "closed_by")
    planned = rows.order_by("-created_at", "-pk")[:limit]
    ended = rows.exclude(closed_at=None).order_by("-closed_at", "-pk")[:limit]
    return [*map(_planned, planned), *chain.from_iterable(map(_ended, ended))]


def _planned(item: PlanItem) -> Entry:
    return Entry(
        item.created_at,
        "target",
        f"Planned: {item.title}",
        text=item.text,
        by=str(item.created_by) if item.created_by else "",
        url=planning_success.page_of(item.pk),
    )


def _ended(item: PlanItem) -> list[Entry]:
    if item.closed_at is None:
        return []
    is_done = item.state == PlanState.DONE
    return [
        Entry(
            item.closed_at,
            "circle-check" if is_done else "circle-slash",
            f"{'Done as planned' if is_done else 'Dropped from the plan'}: {item.title}",
            tone="promoter" if is_done else "",
            text=item.outcome,
            by=str(item.closed_by) if item.closed_by else "",
            url=planning_success.page_of(item.pk),
        )
    ]

"""Success plans in templates: ``{% load plans %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from followups.enums import PlanState

if TYPE_CHECKING:
    from datetime import date

    from followups.models import PlanItem

register = template.Library()
SOON_DAYS = 3
KINDS = {PlanState.OPEN: "info", PlanState.DONE: "success", PlanState.DROPPED: "hollow"}


@register.filter
def due_kind(item: PlanItem, today: date) -> str:
    """How pressing it is: late, soon or later, as the class of a deadline."""
    if item.due_on is None:
        return "later"
    days = (item.due_on - today).days
    return "late" if days < 0 else "soon" if days < SOON_DAYS else "later"


@register.filter
def due_words(day: date, today: date) -> str:
    """A day as seen from today: "3 days overdue", "today", "in 12 days"."""
    days = (day - today).days
    if days < 0:
        return f"{-days} day{'s' if days < -1 else ''} overdue"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


@register.filter
def plan_kind(item: PlanItem) -> str:
    """The kind of status dot of an item's state."""
    return KINDS[PlanState(item.state)]

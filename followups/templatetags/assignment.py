"""How full people are and how they were chosen, in templates: ``{% load assignment %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from core.rounding import percent
from followups.domain import assignment

if TYPE_CHECKING:
    from followups.domain.assignment.reading import Table
    from followups.models import AssignmentDecision

register = template.Library()

FULL, NEARLY = 100, 80


@register.filter
def filled(load: int, capacity: int) -> int:
    """How long the bar of somebody's load is, 0 to 100."""
    return min(round(percent(load, capacity) or 0), FULL) if capacity else (FULL if load else 0)


@register.filter
def load_tone(load: int, capacity: int) -> str:
    """The color of that bar: full, nearly full, or fine."""
    share = percent(load, capacity) if capacity else (FULL + 1 if load else 0)
    if (share or 0) >= FULL:
        return "detractor"
    return "passive" if (share or 0) >= NEARLY else "brand"


@register.filter
def decision_table(decision: AssignmentDecision) -> Table:
    """Everybody's points as a table."""
    return assignment.table(decision)

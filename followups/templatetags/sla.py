"""Business hours in templates: ``{% load sla %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from core.rounding import round_half_away

if TYPE_CHECKING:
    from datetime import timedelta

register = template.Library()

NONE = "–"


@register.filter
def hours(value: timedelta | None) -> str:
    """A length of working time in hours with at most one decimal: "37.5", "8"; "–" for None."""
    if value is None:
        return NONE
    tenths = round_half_away(value.total_seconds() / 3600, 1)
    return f"{tenths:,.0f}" if tenths == int(tenths) else f"{tenths:,.1f}"

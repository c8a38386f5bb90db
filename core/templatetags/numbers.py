"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from core import scoring
from core.rounding import round_half_away

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()

NONE = "–"
SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}


@register.filter
def signed(points: float | None) -> str:
    """A score or a change with its sign and a real minus: "+47", "−3", "0", "–" for None."""
    return scoring.signed(points)


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """A number that already is in percent: "31.4%"; "–" for None."""
    return NONE if value is None else f"{round_half_away(value, digits):,.{digits}f}%"


@register.filter
def share(value: float | None, digits: int = 0) -> str:
    """A part of one as percent: 0.314 gives "31%"; "–" for None."""
    # Through its decimal digits: 100 * 0.575 is 57.49… as a float.
    return NONE if value is None else f"{round_half_away(100 * Decimal(str(value)), digits):,.{digits}f}%"


@register.filter
def count(value: int | None) -> str:
    """A whole number with thousands apart: "12,408"; "–" for None."""
    return NONE if value is None else f"{value:,}"


@register.filter
def money(value: Decimal | float | None, currency: str = "") -> str:
    """A whole amount: "€12,400", "CHF 900"; "–" for None."""
    if value is None:
        return NONE
    amount = f"{abs(round_half_away(value)):,}"
    symbol = SYMBOLS.get(currency) or (f"{currency} " if currency else "")
    return f"{'−' if value < 0 and amount != '0' else ''}{symbol}{amount}"


@register.simple_tag
def delta(points: float | None, since: str = "") -> SafeString | str:
    """A change with arrow, sign and what it is measured from: ``{% delta 3 "since October" %}``."""
    if points is None:
        return ""
    way = "up" if points > 0 else "down" if points < 0 else "none"
    arrow = {"up": "▲", "down": "▼", "none": "●"}[way]
    return format_html(
        '<span class="delta delta-{}"><span class="delta-arrow" aria-hidden="true">{}</span>{} {}</span>',
        way,
        arrow,
        scoring.signed(points) if points else "No change",
        since,
    )

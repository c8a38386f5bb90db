"""Customers who speak well of us: who they are, what they did, what may be asked of them next (G74)."""

from followups.domain.advocates.counting import Month, by_month
from followups.domain.advocates.exporting import export_advocates, export_usable
from followups.domain.advocates.listing import FREE, Line, everybody, lines, narrowed, of_customer

__all__ = [
    "FREE",
    "Line",
    "Month",
    "by_month",
    "everybody",
    "export_advocates",
    "export_usable",
    "lines",
    "narrowed",
    "of_customer",
]

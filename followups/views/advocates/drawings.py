"""Counts by month as charts, each in a wide and a narrow drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dateformat import format as date_format

from core import charts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from followups.domain.advocates import Month

# What is counted, in which column of a month, and one and many of it in words.
SERIES = (
    ("Advocates at the end of each month", "advocates", "advocate", "advocates"),
    ("Endorsements agreed to", "agreed", "endorsement agreed to", "endorsements agreed to"),
    ("Referrals won", "won", "referral won", "referrals won"),
)


def over_time(months: Sequence[Month]) -> list[tuple[str, int, SafeString]]:
    """Title, the number of now or of all twelve months, and the drawing of each series."""
    return [
        (title, _sum(months, column), _drawn(months, title, column, one, many))
        for title, column, one, many in SERIES
    ]


def _sum(months: Sequence[Month], column: str) -> int:
    if column == "advocates":
        return months[-1].advocates
    return sum(getattr(month, column) for month in months)


def _drawn(months: Sequence[Month], title: str, column: str, one: str, many: str) -> SafeString:
    periods = [_column(month, getattr(month, column), one, many) for month in months]
    return charts.responsive(
        charts.columns(periods, height=200, title=title),
        charts.columns(periods, width=charts.NARROW, height=150, title=title),
    )


def _column(month: Month, number: int, one: str, many: str) -> charts.Column:
    so_far = " so far" if month.is_current else ""
    told = f"{date_format(month.first, 'F Y')}{so_far}: {number:,} {one if number == 1 else many}"
    return charts.Column(date_format(month.first, "M"), number, told, is_partial=month.is_current)

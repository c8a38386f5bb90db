"""The times that reports look back on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

PERIODS = {"30": "30 days", "90": "Quarter", "365": "Year", "all": "All"}
USUAL = "90"


def chosen(request: HttpRequest, *, now: datetime) -> tuple[str, datetime | None]:
    """The period in the address, and the instant it begins; None where it is all there is."""
    period = request.GET.get("period", USUAL)
    period = period if period in PERIODS else USUAL
    return period, None if period == "all" else now - timedelta(days=int(period))

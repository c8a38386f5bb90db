"""How complete the records of newcomers are, by where they came from and by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from core.calendars import local_day, month_starts, start_of_day
from customers.domain.quality import checks
from customers.enums import Source
from customers.models import Customer

if TYPE_CHECKING:
    from datetime import date, datetime

    from team.models import Program

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who came in one month from one source: how many, and in how many records nothing is missing."""

    number: int = 0
    whole: int = 0

    @property
    def share(self) -> float | None:
        """The part of one that is complete; None where nobody came."""
        return self.whole / self.number if self.number else None


@dataclass(frozen=True, slots=True)
class Line:
    """One source through the months."""

    label: str
    months: list[Arrivals]


def trend(*, program: Program, now: datetime) -> tuple[list[date], list[Line]]:
    """The last six months of the program's zone, and a line for each source that somebody came from."""
    zone = ZoneInfo(program.time_zone)
    months = month_starts(local_day(now, zone), MONTHS)
    arrived = Customer.objects.current().filter(created_at__gte=start_of_day(months[0], zone))
    counted = (
        arrived.annotate(month=TruncMonth("created_at", tzinfo=zone))
        .order_by()
        .values_list("source", "month")
        .annotate(number=Count("pk"), whole=Count("pk", filter=checks.complete(program)))
    )
    found = {(source, month.date()): Arrivals(number, whole) for source, month, number, whole in counted}
    sources = {source for source, _ in found}
    lines = [
        Line(source.label, [found.get((source.value, month), Arrivals()) for month in months])
        for source in Source
        if source.value in sources
    ]
    return months, lines

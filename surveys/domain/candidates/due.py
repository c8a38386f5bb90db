"""A campaign's due people between two instants, ready to be taken slice by slice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import F

from customers.models import Customer
from surveys.domain import slots
from surveys.domain.candidates import lenience, people, reserving, statement
from surveys.domain.candidates.terms import Terms
from team.domain import holidays

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

    from surveys.domain.candidates.statement import Select
    from surveys.models import Campaign
    from team.models import Program

# The claim moves on whoever it meets on a day off, so a year of them is plenty.
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Due:
    """Who is considered (`rows`, customers or events), and the statements that say what becomes of them."""

    rows: QuerySet[Any]
    terms: Terms

    def selects(self, rows: QuerySet[Any] | None = None) -> Iterator[Select]:
        """What becomes of each row, all or these: planned, or skipped with its reason.

        A few statements, since a database takes only so many slots in one; together they name every
        due customer once for each occasion.
        """
        return statement.selects(self.rows if rows is None else rows, self.terms)

    def first_day(self, zone: str) -> date:
        """The earliest local day of this zone that is still looked at."""
        return self.terms.calendar.first_day(zone)


def due(
    campaign: Campaign,
    *,
    program: Program,
    now: datetime,
    until: datetime,
    zones: Collection[str] | None = None,
    one_in: int = 1,
) -> Due:
    """Who is due between two instants; with `one_in` every so many-th customer alone.

    `zones` stand in for the customers' own, where hours do not matter.
    """
    rows = people.considered(campaign, now=now, until=until)
    if one_in > 1:
        rows = rows.alias(place=F("pk") % one_in).filter(place=0)
    calendar = slots.Calendar(
        campaign=campaign,
        zones=tuple(_zones() if zones is None else zones),
        program_zone=ZoneInfo(program.time_zone),
        days_off=_days_off(campaign, now=now, until=until),
        now=now,
    )
    terms = Terms(
        campaign=campaign,
        program=program,
        now=now,
        until=until,
        calendar=calendar,
        lenience=lenience.granted_to(campaign, program=program, now=now),
        reservations=tuple(reserving.reservations(campaign, program=program, now=now, until=until)),
        one_zone=zones is not None,
    )
    return Due(rows, terms)


def _zones() -> list[str]:
    return list(Customer.objects.current().order_by().values_list("time_zone", flat=True).distinct())


def _days_off(campaign: Campaign, *, now: datetime, until: datetime) -> frozenset[date]:
    if not campaign.skips_holidays:
        return frozenset()
    since = now.date() - timedelta(days=campaign.window_days + 2)
    return holidays.days_off(since=since, until=until.date() + YEAR).get(holidays.EVERYWHERE, frozenset())

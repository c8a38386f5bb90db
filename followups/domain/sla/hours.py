"""Whose hours count: office hours, their zone and their holidays."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.calendars import BusinessCalendar, local_day, start_of_day, zone_for
from followups.domain.sla.policies import policy as fallback
from followups.models import OfficeHours
from team.domain.holidays import EVERYWHERE
from team.models import Holiday, Program

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import SlaPolicy


def zone() -> ZoneInfo:
    """The program's zone, in which its days are."""
    return zone_for(Program.objects.current().time_zone, ZoneInfo("UTC"))


def today(*, now: datetime) -> date:
    """The program's local day."""
    return local_day(now, zone())


def hours_of(policy: SlaPolicy) -> OfficeHours:
    """The policy's office hours; those of the fallback where it has none of its own."""
    return policy.hours or fallback().hours or OfficeHours()


def calendar(policy: SlaPolicy) -> BusinessCalendar:
    """The working time in which the policy's targets are counted."""
    return of_hours(hours_of(policy))


def of_hours(hours: OfficeHours) -> BusinessCalendar:
    """Office hours with their zone and holidays, ready to count with."""
    days = Holiday.objects.filter(country__in={EVERYWHERE, hours.country}).order_by()
    return BusinessCalendar(
        zone=zone_for(hours.time_zone, zone()),
        week={int(day): (clock(opens), clock(closes)) for day, (opens, closes) in hours.week.items()},
        holidays=frozenset(days.values_list("on", flat=True)),
    )


def clock(text: str) -> time:
    """A time of day as it is stored: "09:00"."""
    return time.fromisoformat(text)


def add_working(*, start: datetime, hours: float) -> datetime:
    """So many working hours after an instant, in the fallback's office hours, in UTC."""
    return calendar(fallback()).add(start, hours)


def morning_of(day: date) -> datetime:
    """When the office opens on a day or, if it stays closed, at its next opening, in UTC."""
    return calendar(fallback()).next_opening(start_of_day(day, zone()))

"""Shorter quiet periods that were granted: from when somebody is free under them.

Months cannot be taken back, and SQL counts them differently on each database. So Python makes a table of
the days on which one may have been asked, each with the instant from which one is free again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, F, IntegerField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from core import calendars
from surveys.domain import exceptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from surveys.models import Campaign
    from team.models import Program


@dataclass(frozen=True)
class Lenience:
    """What is granted to a campaign (None: nothing), and the fewer months granted to single contacts."""

    program: Program
    campaign_months: int | None
    contact_months: frozenset[int]
    now: datetime

    def columns(self, prefix: str) -> dict[str, Any]:
        """Each row's months, empty without an exception, and the local day on which it was last asked."""
        months: Any = Cast(Value(self.campaign_months), IntegerField())
        if self.contact_months:
            granted = exceptions.in_force(now=self.now).filter(
                contact=OuterRef(f"{prefix}contact"), months__in=self.contact_months
            )
            fewest = granted.order_by().values("contact").annotate(fewest=Min("months")).values("fewest")
            months = Coalesce(Subquery(fewest), months)
        zone = ZoneInfo(self.program.time_zone)
        asked = TruncDate(F(f"{prefix}contact__last_asked_at"), tzinfo=zone)
        return {"months": months, "asked_on": Cast(asked, DateField())}

    def days(self) -> Iterator[tuple[int, date, datetime]]:
        """(months, the day one was asked, from when one is free) where that is still to come."""
        zone = ZoneInfo(self.program.time_zone)
        today = calendars.local_day(self.now, zone)
        granted = {self.campaign_months} if self.campaign_months else set()
        for months in sorted(granted | self.contact_months - {0}):
            day = calendars.add_months(today, -months) - timedelta(days=3)
            while day <= today:
                free_at = calendars.start_of_day(calendars.add_months(day, months), zone)
                if free_at > self.now:
                    yield months, day, free_at
                day += timedelta(days=1)


def granted_to(campaign: Campaign, *, program: Program, now: datetime) -> Lenience | None:
    """The exceptions that matter to a campaign now; None, as nearly always, where there are none."""
    usual = program.quiet_months
    months = exceptions.months_for(campaign=campaign, program=program, now=now)
    of_contacts = exceptions.in_force(now=now).filter(contact__isnull=False, months__lt=months)
    found = frozenset(of_contacts.order_by().values_list("months", flat=True).distinct())
    if months >= usual and not found:
        return None
    return Lenience(program, months if months < usual else None, found, now)

"""The quiet period of those who were asked already, when the program's own changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from core.calendars import add_months, local_day, start_of_day
from customers.models import Contact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from customers.querysets import ContactQuerySet

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gain:
    """How many addresses another period would hold longer, by whether they are free or held now."""

    free: int
    held: int

    @property
    def total(self) -> int:
        """All whose date moves back."""
        return self.free + self.held


def gain(*, months: int, zone: ZoneInfo, now: datetime) -> Gain:
    """Whom `lengthen` would hold, counted in one statement and not touched."""
    days = list(_days(months=months, zone=zone, now=now))
    values = ", ".join(["(%s, %s, %s)"] * len(days))
    table = connection.ops.quote_name(Contact._meta.db_table)
    # The names of VALUES are given by the CTE: both databases agree on that form.
    sql = (
        f"WITH asked (opens, closes, until) AS (VALUES {values}) "  # noqa: S608  # placeholders only
        "SELECT COUNT(CASE WHEN c.next_survey_at > %s THEN NULL ELSE 1 END), COUNT(*) "
        f"FROM asked CROSS JOIN {table} c "
        "WHERE c.last_asked_at >= asked.opens AND c.last_asked_at <= asked.closes "
        "AND (c.next_survey_at IS NULL OR c.next_survey_at < asked.until)"
    )
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(adapt(instant) for day in days for instant in day), adapt(now)])
        free, total = cursor.fetchone()
    return Gain(free=free, held=total - free)


def lengthen(*, months: int, zone: ZoneInfo, now: datetime) -> int:
    """Hold everybody who was asked for so many months of the zone's calendar; returns how many gained.

    Nobody is asked earlier than they were promised: a shorter period counts from the next mail on.
    """
    gained = 0
    days = list(_days(months=months, zone=zone, now=now))
    with transaction.atomic():
        recent = Contact.objects.filter(last_asked_at__gte=days[0][0])
        list(recent.locked().values_list("pk"))
        for opens, closes, until in days:
            gained += _hold(recent.filter(last_asked_at__range=(opens, closes)), until=until)
    return gained


def _days(*, months: int, zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime, datetime]]:
    """The days of which a mail still holds: first and last instant, and until when. At least today."""
    today = local_day(now, zone)
    # Whoever was asked on an earlier day is free by now.
    day = add_months(today, -months)
    while day <= today:
        yield start_of_day(day, zone), _end(day, zone), start_of_day(add_months(day, months), zone)
        day += A_DAY


def _end(day: date, zone: ZoneInfo) -> datetime:
    return start_of_day(day + A_DAY, zone) - timedelta(microseconds=1)


def _hold(contacts: ContactQuerySet, *, until: datetime) -> int:
    shorter = Q(next_survey_at=None) | Q(next_survey_at__lt=until)
    return contacts.filter(shorter).update(next_survey_at=until, hold_token=None, hold_before=None)

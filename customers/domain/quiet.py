"""The quiet period of those who were asked already, when the program's own changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from core.calendars import add_months, local_day, start_of_day
from customers.models import Contact

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from customers.querysets import ContactQuerySet

A_DAY = timedelta(days=1)


def lengthen(*, months: int, zone: ZoneInfo, now: datetime) -> int:
    """Hold everybody who was asked for so many months of the zone's calendar; returns how many gained.

    Nobody is asked earlier than they were promised: a shorter period counts from the next mail on.
    """
    gained = 0
    today = local_day(now, zone)
    with transaction.atomic():
        # Whoever was asked on an earlier day is free by now.
        day = add_months(today, -months)
        recent = Contact.objects.filter(last_asked_at__gte=start_of_day(day, zone))
        list(recent.locked().values_list("pk"))
        while day <= today:
            asked = recent.filter(last_asked_at__range=(start_of_day(day, zone), _end(day, zone)))
            gained += _hold(asked, until=start_of_day(add_months(day, months), zone))
            day += A_DAY
    return gained


def _end(day: date, zone: ZoneInfo) -> datetime:
    return start_of_day(day + A_DAY, zone) - timedelta(microseconds=1)


def _hold(contacts: ContactQuerySet, *, until: datetime) -> int:
    shorter = Q(next_survey_at=None) | Q(next_survey_at__lt=until)
    return contacts.filter(shorter).update(next_survey_at=until, hold_token=None, hold_before=None)

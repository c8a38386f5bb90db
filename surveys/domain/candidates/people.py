"""Who is considered: the rows, customers or events, that may be due, one each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from customers.models import Customer, Event
from customers.querysets import own_or_account
from surveys.domain import cycles, schedule
from surveys.enums import ScheduleKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from surveys.models import Campaign


def considered(campaign: Campaign, *, now: datetime, until: datetime) -> QuerySet[Any]:
    """The rows that may be due between two instants: events of an event campaign, else customers."""
    if campaign.schedule_kind == ScheduleKind.EVENT:
        return _events(campaign, now=now, until=until)
    # A day of margin on both sides: local days differ, and the slots are exact anyway.
    first = now.date() - timedelta(days=campaign.window_days + 2)
    last = until.date() + timedelta(days=2)
    rows = Customer.objects.current()
    if campaign.schedule_kind == ScheduleKind.DATE:
        offset = timedelta(days=campaign.offset_days)
        dated = rows.annotate(anchor=own_or_account(campaign.date_field))
        return dated.filter(anchor__range=(first - offset, last - offset))
    if campaign.schedule_kind == ScheduleKind.CYCLE:
        return rows.filter(_has_day(campaign, first, last))
    if any(first <= day <= last for day in schedule.waves(campaign)):
        return rows
    return rows.none()


def _events(campaign: Campaign, *, now: datetime, until: datetime) -> QuerySet[Event]:
    delay = timedelta(hours=campaign.delay_hours)
    events = Event.objects.named(campaign.event_name).filter(
        customer__erased_at=None,
        customer__merged_into=None,
        occurred_at__lte=until - delay,
        occurred_at__gt=now - delay - timedelta(days=campaign.window_days),
    )
    if campaign.include_backlog:
        return events
    return events.filter(received_at__gte=campaign.activated_at or now)


def _has_day(campaign: Campaign, first: date, last: date) -> Q:
    """Customers whose own day in the cycle lies between two days."""
    found = Q(pk__in=[])
    for period in cycles.periods(campaign, since=first, until=last):
        low = period.first_spread(max(first, period.starts_on))
        high = period.first_spread(min(last + timedelta(days=1), period.next_starts_on))
        found |= Q(spread__gte=low, spread__lt=high)
    return found

"""Planned rows whose occasion is not the customer's or the schedule's any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from customers.querysets import own_or_account
from surveys.domain import cycles, schedule
from surveys.enums import Reason, ScheduleKind
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from surveys.models import Campaign


def rows(campaign: Campaign) -> tuple[QuerySet[Invitation], Reason]:
    """The waiting rows of a campaign that mean nothing now, and why (G55)."""
    waiting = Invitation.objects.waiting().filter(campaign=campaign)
    kind = campaign.schedule_kind
    if kind == ScheduleKind.DATE:
        dated = waiting.annotate(today=own_or_account(campaign.date_field, "customer__"))
        return dated.filter(Q(today=None) | ~Q(occasion_on=F("today"))), Reason.DATE_MOVED
    if kind == ScheduleKind.WAVE:
        known = [schedule.occasion_of(campaign, day) for day in schedule.waves(campaign)]
        return waiting.exclude(occasion__in=known), Reason.SCHEDULE_CHANGED
    if kind == ScheduleKind.CYCLE:
        return _off_cycle(campaign, waiting), Reason.SCHEDULE_CHANGED
    return waiting.none(), Reason.SCHEDULE_CHANGED


def _off_cycle(campaign: Campaign, waiting: QuerySet[Invitation]) -> QuerySet[Invitation]:
    known = Q(pk__in=[])
    days = waiting.order_by().values_list("occasion", "occasion_on").distinct()
    for occasion, day in days:
        if day is not None and (period := _round_of(campaign, occasion, day)):
            known |= Q(
                occasion=occasion,
                occasion_on=day,
                customer__spread__gte=period.first_spread(day),
                customer__spread__lt=period.first_spread_after(day),
            )
    return waiting.exclude(known)


def _round_of(campaign: Campaign, occasion: str, day: date) -> cycles.Period | None:
    for period in cycles.periods(campaign, since=day, until=day):
        if occasion == schedule.occasion_of(campaign, period.starts_on):
            return period
    return None

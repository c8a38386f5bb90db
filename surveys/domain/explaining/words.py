"""Instants and occasions as sentences have them, in the program's zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format

from customers.domain.events import label_of
from customers.models import Event
from surveys.domain.describing import spoken_day
from surveys.enums import DateField, ScheduleKind

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from surveys.models import Invitation


def moment(at: datetime, zone: ZoneInfo) -> str:
    """An instant: "March 10, 2026, 10:00", without the hour where a day begins."""
    local = at.astimezone(zone)
    day = spoken_day(local.date())
    return day if (local.hour, local.minute) == (0, 0) else f"{day}, {date_format(local, 'H:i')}"


def day_of(at: datetime, zone: ZoneInfo) -> str:
    """An instant's local day."""
    return spoken_day(at.astimezone(zone).date())


def occasion(row: Invitation, zone: ZoneInfo) -> str:
    """Why somebody is due: "renewal on December 10, 2026", "wave of March 1, 2026"."""
    campaign = row.campaign
    if campaign.schedule_kind == ScheduleKind.EVENT:
        return _event(row, zone)
    day = spoken_day(row.occasion_on) if row.occasion_on else row.occasion
    if campaign.schedule_kind == ScheduleKind.DATE:
        return f"{DateField(campaign.date_field).label} on {day}"
    return (
        f"their own day in the cycle, {day}"
        if campaign.schedule_kind == ScheduleKind.CYCLE
        else f"wave of {day}"
    )


def _event(row: Invitation, zone: ZoneInfo) -> str:
    number = row.occasion.rpartition(":")[2]
    event = Event.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    label = label_of(row.campaign.event_name)
    return f"“{label}” on {day_of(event.occurred_at, zone)}" if event else f"“{label}”"

"""When exactly a due customer's mail may leave: pure functions of `now`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core import calendars

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from zoneinfo import ZoneInfo

    from surveys.models import Campaign

# Rows are written this long before they are due: enough for a day's planning to fail unnoticed.
HORIZON = timedelta(hours=36)


@dataclass(frozen=True)
class Slot:
    """One zone's local day of a date campaign.

    Customers of this zone whose date is `anchor_on` are due; their mail may leave from `opens_at`
    on and not from `closes_at` on. All instants are in UTC.
    """

    zone: str
    anchor_on: date
    opens_at: datetime
    closes_at: datetime


def slots(
    *, campaign: Campaign, zones: Iterable[str], program_zone: ZoneInfo, now: datetime, until: datetime
) -> Iterator[Slot]:
    """Every local day whose window opens by `until` and is still open at `now`, zone by zone.

    `zones` are the names as customers have them; an empty or unknown one means the program's zone.
    """
    for name in zones:
        zone = calendars.zone_for(name, program_zone)
        day = calendars.local_day(now, zone) - timedelta(days=campaign.window_days)
        while (
            opens_at := opening(campaign, calendars.first_instant(day, campaign.opens_at, zone), zone)
        ) <= until:
            closes_at = calendars.start_of_day(day + timedelta(days=campaign.window_days + 1), zone)
            if max(opens_at, now) < closes_at:
                yield Slot(name, day - timedelta(days=campaign.offset_days), opens_at, closes_at)
            day += timedelta(days=1)


def opening(
    campaign: Campaign, instant: datetime, zone: ZoneInfo, days_off: Collection[date] = ()
) -> datetime:
    """This instant if the campaign may send then, in the customer's zone, else the next that it may.

    `days_off` are the customer's; a campaign that works on holidays passes over them.
    """
    shut = days_off if campaign.skips_holidays else ()
    return calendars.next_opening(
        instant, zone, campaign.weekdays, campaign.opens_at, campaign.closes_at, shut
    )


def next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The start of the local day after this one, in UTC."""
    return calendars.start_of_day(calendars.local_day(now, zone) + timedelta(days=1), zone)


def occasion_of(campaign: Campaign, day: date) -> str:
    """The name of a date campaign's occasion: `renewal_on:2026-12-10`."""
    return f"{campaign.date_field}:{day.isoformat()}"

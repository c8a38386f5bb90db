"""When exactly a due customer's mail may leave: pure functions of `now`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core import calendars
from surveys.domain import cycles, lots
from surveys.enums import ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from zoneinfo import ZoneInfo

    from surveys.models import Campaign

# Rows are written this long before they are due: enough for a day's planning to fail unnoticed.
HORIZON = timedelta(hours=36)
CYCLE, WAVE = "cycle", "wave"


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


def is_always_open(campaign: Campaign, days_off: Collection[date] = ()) -> bool:
    """Whether the campaign may send at any hour of any day."""
    shut = days_off if campaign.skips_holidays else ()
    return campaign.opens_at == campaign.closes_at and len(set(campaign.weekdays)) == 7 and not shut


def waves(campaign: Campaign) -> list[date]:
    """The days of a wave campaign, in order, each once."""
    return sorted({date.fromisoformat(day) for day in campaign.wave_dates})


def turn_of(campaign: Campaign, day: date) -> int:
    """Which of the groups that take turns a wave asks: its place in the list of all of them."""
    return waves(campaign).index(day) % campaign.rotation


def group_of(campaign: Campaign, spread: int) -> int:
    """The group of a customer with this spread, among those that take turns."""
    return lots.lot(spread, campaign=campaign, purpose=lots.ROTATION, of=campaign.rotation)


def occasion_of(campaign: Campaign, day: date) -> str:
    """The name of an occasion: `renewal_on:2026-12-10`, `wave:2026-03-01`, `cycle:2026-07-01`.

    `day` is the customer's date, the wave's, or the first of the round.
    """
    kinds = {ScheduleKind.WAVE.value: WAVE, ScheduleKind.CYCLE.value: CYCLE}
    return f"{kinds.get(campaign.schedule_kind, campaign.date_field)}:{day.isoformat()}"


def knows(campaign: Campaign, *, occasion: str, occasion_on: date | None, spread: int) -> bool:
    """Whether an occasion of a cycle or a wave is still the schedule's, for a customer with this spread.

    Dates and events are no matter of the schedule alone: the answer is always yes.
    """
    if campaign.schedule_kind == ScheduleKind.WAVE:
        return occasion_on in waves(campaign) and occasion == f"{WAVE}:{occasion_on}"
    if campaign.schedule_kind == ScheduleKind.CYCLE and occasion_on is not None:
        return any(
            occasion == f"{CYCLE}:{period.starts_on}" and occasion_on == period.day_of(spread)
            for period in cycles.periods(campaign, since=occasion_on, until=occasion_on)
        )
    return True

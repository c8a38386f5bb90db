"""Local days as instants, zone by zone: what Python's calendars tell SQL, which only compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core import calendars
from core.calendars.openings import window
from surveys.domain import cycles, schedule
from surveys.enums import ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zoneinfo import ZoneInfo

    from surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Slot:
    """One zone's local day of an occasion. All instants are in UTC.

    Customers of this zone with this `key` are due: their date, their place in the cycle, or, for a
    wave, everybody, `key` being whose turn it is. Their mail may leave from `opens_at` on and not from
    `closes_at` on. Who is quiet then is still asked if the quiet period ends before `patient_until`.
    """

    zone: str
    key: date | int
    occasion: str
    occasion_on: date
    opens_at: datetime
    closes_at: datetime
    patient_until: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """What falls between two instants may leave from `opens_at` on, or at once if that has passed."""

    zone: str
    from_at: datetime
    to_at: datetime
    opens_at: datetime


@dataclass(frozen=True)
class Calendar:
    """A campaign's days in the zones of its customers, as seen at `now`.

    `zones` are the names as customers have them; an empty or unknown one means the program's zone.
    `days_off` are those of everywhere: a country's own are left to the claim, which knows the customer.
    """

    campaign: Campaign
    zones: tuple[str, ...]
    program_zone: ZoneInfo
    days_off: Collection[date]
    now: datetime

    def slots(self, *, until: datetime) -> Iterator[Slot]:
        """Every local day that opens by `until` and is not over at `now`."""
        kinds = {
            ScheduleKind.DATE: self._dated,
            ScheduleKind.CYCLE: self._cyclic,
            ScheduleKind.WAVE: self._waves,
        }
        make = kinds.get(ScheduleKind(self.campaign.schedule_kind))
        if make and self.campaign.weekdays:
            for name in self.zones:
                yield from make(name, calendars.zone_for(name, self.program_zone), until)

    def openings(self, *, until: datetime, limit: int) -> Iterator[Opening]:
        """The campaign's open hours from `now` on, without a gap between them; `limit` for each zone."""
        for name in self.zones if self.campaign.weekdays else ():
            zone, start = calendars.zone_for(name, self.program_zone), self.now
            for _ in range(limit):
                opens_at = self._opening(start, zone)
                end = window(
                    calendars.local_day(opens_at, zone), zone, self.campaign.opens_at, self.campaign.closes_at
                )[1]
                yield Opening(name, start, end, opens_at)
                start = end
                if start > until:
                    break

    def first_day(self, name: str) -> date:
        """The earliest local day of this zone that is not over at `now`."""
        zone = calendars.zone_for(name, self.program_zone)
        return calendars.local_day(self.now, zone) - timedelta(days=self.campaign.window_days)

    def _dated(self, name: str, zone: ZoneInfo, until: datetime) -> Iterator[Slot]:
        for day in self._days(name, zone, until):
            anchor_on = day - timedelta(days=self.campaign.offset_days)
            yield from self._slot(name, zone, day, anchor_on, anchor_on, self._last(day, zone), until)

    def _waves(self, name: str, zone: ZoneInfo, until: datetime) -> Iterator[Slot]:
        days = set(self._days(name, zone, until))
        for place, day in enumerate(schedule.waves(self.campaign)):
            if day in days:
                turn = place % self.campaign.rotation
                yield from self._slot(name, zone, day, turn, day, self._last(day, zone), until)

    def _cyclic(self, name: str, zone: ZoneInfo, until: datetime) -> Iterator[Slot]:
        days = [day for day in self._days(name, zone, until) if day >= self._begun_on(zone)]
        if not days:
            return
        months = self.campaign.cycle_months
        for period in cycles.periods(self.campaign, since=days[0], until=days[-1]):
            after = cycles.Period(
                period.next_starts_on,
                (calendars.add_months(period.next_starts_on, months) - period.next_starts_on).days,
            )
            for day in days:
                if period.starts_on <= day < period.next_starts_on:
                    # A round is open until the same customer's next one begins: the earliest of this day.
                    last = calendars.start_of_day(after.day_of(period.first_spread(day)), zone)
                    place = (day - period.starts_on).days
                    yield from self._slot(name, zone, day, place, period.starts_on, last, until)

    def _slot(
        self,
        name: str,
        zone: ZoneInfo,
        day: date,
        key: date | int,
        named_on: date,
        closes_at: datetime,
        until: datetime,
    ) -> Iterator[Slot]:
        opens_at = self._opening(calendars.first_instant(day, self.campaign.opens_at, zone), zone)
        if opens_at < self.now:
            later = self._opening(self.now, zone)
            opens_at = later if later > self.now else opens_at
        if closes_at <= self.now or opens_at > until:
            return
        is_cycle = self.campaign.schedule_kind == ScheduleKind.CYCLE
        yield Slot(
            name,
            key,
            schedule.occasion_of(self.campaign, named_on),
            day if is_cycle else named_on,
            opens_at,
            closes_at,
            closes_at if waits(self.campaign) else schedule.next_day(opens_at, zone),
        )

    def _days(self, name: str, zone: ZoneInfo, until: datetime) -> Iterator[date]:
        day = self.first_day(name)
        last = calendars.local_day(until, zone)
        while day <= last:
            yield day
            day += timedelta(days=1)

    def _last(self, day: date, zone: ZoneInfo) -> datetime:
        return calendars.start_of_day(day + timedelta(days=self.campaign.window_days + 1), zone)

    def _begun_on(self, zone: ZoneInfo) -> date:
        # A cycle spreads people evenly: whose day was before it began waits for their next one.
        return calendars.local_day(self.campaign.activated_at or self.now, zone)

    def _opening(self, instant: datetime, zone: ZoneInfo) -> datetime:
        return schedule.opening(self.campaign, instant, zone, self.days_off)


def waits(campaign: Campaign) -> bool:
    """Whether who is quiet waits inside the window. A cycle always does, whatever the rule says."""
    return campaign.schedule_kind == ScheduleKind.CYCLE or campaign.quiet_rule == "wait"

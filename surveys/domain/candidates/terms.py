"""What a statement needs to know of a campaign, found once for all slices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from surveys.domain import exceptions, schedule, slots

if TYPE_CHECKING:
    from datetime import date, datetime

    from surveys.domain.candidates.lenience import Lenience
    from surveys.domain.candidates.reserving import Reservation
    from surveys.models import Campaign
    from team.models import Program


@dataclass(frozen=True)
class Terms:
    """A campaign's days between two instants, and what is granted to it and kept from it.

    With `one_zone` everybody is taken to live in the program's zone.
    """

    campaign: Campaign
    program: Program
    now: datetime
    until: datetime
    calendar: slots.Calendar
    lenience: Lenience | None = None
    reservations: tuple[Reservation, ...] = ()
    one_zone: bool = False
    _around: dict[date, tuple[date, date]] = field(default_factory=dict)

    @cached_property
    def slots(self) -> list[slots.Slot]:
        """Every local day of the schedule that counts."""
        return list(self.calendar.slots(until=self.until))

    @property
    def waits(self) -> bool:
        """Whether who is quiet waits inside the window."""
        return slots.waits(self.campaign)

    @property
    def keeps_hours(self) -> bool:
        """Whether there are hours at which the campaign may not send."""
        return not schedule.is_always_open(self.campaign, self.calendar.days_off)

    def quiet_around(self, opens_at: datetime) -> tuple[date, date]:
        """From which day on a mail would still be in the way of one that leaves then, and from when not.

        The first is the earliest day whose quiet period lasts until then, the second the day on which
        the quiet period of a mail then is over.
        """
        zone, months = ZoneInfo(self.program.time_zone), self.program.quiet_months
        at = max(opens_at, self.now)
        day = calendars.local_day(at, zone)
        if day not in self._around:
            free_before = exceptions.asked_before(months=months, program=self.program, now=at)
            self._around[day] = (calendars.local_day(free_before, zone), calendars.add_months(day, months))
        return self._around[day]

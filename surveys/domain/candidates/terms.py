"""What a statement needs to know of a campaign, found once for all slices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from surveys.domain import schedule, slots

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
    _ends: dict[date, date] = field(default_factory=dict)

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

    def hold_ends_on(self, opens_at: datetime) -> date:
        """The day on which the quiet period of a mail that leaves then is over."""
        zone = ZoneInfo(self.program.time_zone)
        day = calendars.local_day(max(opens_at, self.now), zone)
        if day not in self._ends:
            self._ends[day] = calendars.add_months(day, self.program.quiet_months)
        return self._ends[day]

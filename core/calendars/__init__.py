"""Local days, calendar months and opening hours that survive clock changes.

Instants go in and come out aware; those that come out are in UTC. A clock time that a change
skips becomes the first valid instant after the gap, one that happens twice means the first.
"""

from core.calendars.business import BusinessCalendar
from core.calendars.days import (
    add_months,
    first_instant,
    local_day,
    month_starts,
    quiet_until,
    start_of_day,
)
from core.calendars.meter import Meter
from core.calendars.openings import is_open, next_opening
from core.calendars.zones import known_zone, zone_for

__all__ = [
    "BusinessCalendar",
    "Meter",
    "add_months",
    "first_instant",
    "is_open",
    "known_zone",
    "local_day",
    "month_starts",
    "next_opening",
    "quiet_until",
    "start_of_day",
    "zone_for",
]

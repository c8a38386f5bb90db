"""The usual moments until which people put something off, on their own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from core.calendars import first_instant, local_day

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

LATER, TOMORROW, MONDAY, DAY = "later", "tomorrow", "monday", "day"
MORNING: Final = time(8)
LATER_HOURS: Final = timedelta(hours=3)
LONGEST: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Snooze:
    """A choice of the form."""

    code: str
    label: str


SNOOZES: Final = (
    Snooze(LATER, "Later today, in three hours"),
    Snooze(TOMORROW, "Tomorrow morning"),
    Snooze(MONDAY, "Monday morning"),
    Snooze(DAY, "On a day"),
)


class NotAhead(ValueError):
    """The day is missing, not ahead, or more than three months off."""


def until(code: str, *, day: date | None, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a choice, in UTC: mornings are at eight in the reader's zone. Raises NotAhead."""
    today = local_day(now, zone)
    if code == LATER:
        return now + LATER_HOURS
    if code == TOMORROW:
        return first_instant(today + timedelta(days=1), MORNING, zone)
    if code == MONDAY:
        return first_instant(today + timedelta(days=7 - today.weekday()), MORNING, zone)
    if day is None or not today < day <= today + LONGEST:
        raise NotAhead("Choose a day from tomorrow on, within three months.")
    return first_instant(day, MORNING, zone)

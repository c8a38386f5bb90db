"""Weekly opening hours: when a window is open, and when it opens next."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.calendars.days import first_instant, local_day, start_of_day

# Enough for a weekly window whose one opening was lost to a clock change.
_HORIZON_DAYS = 14


@lru_cache(maxsize=4096)
def window(day: date, zone: ZoneInfo, opens: time, closes: time) -> tuple[datetime, datetime]:
    """The opening that begins on a local day, as instants in UTC: open from, closed from.

    Equal times mean the whole day; a closing time before the opening time is on the next day.
    A window that lies inside a clock change's gap is empty.
    """
    tomorrow = day + timedelta(days=1)
    if opens == closes:
        return start_of_day(day, zone), start_of_day(tomorrow, zone)
    last_day = day if opens < closes else tomorrow
    return first_instant(day, opens, zone), first_instant(last_day, closes, zone)


def next_opening(
    instant: datetime,
    zone: ZoneInfo,
    weekdays: Collection[int],
    opens: time,
    closes: time,
    days_off: Collection[date] = (),
) -> datetime:
    """The instant itself while the window is open, else the next time it opens, in UTC.

    ``weekdays`` are those on which it opens, Monday being 0; ``days_off`` are local days on which
    it stays shut all the same. Equal times never close on the others; hours past midnight belong to
    the day on which they began. Raises ValueError when no weekday is given.
    """
    check_weekdays(weekdays)
    today = local_day(instant, zone)
    # A day off a week away may take the one weekday's turn: each gives way to another week.
    horizon = _HORIZON_DAYS + 7 * len(days_off)
    # Yesterday's window may still be open past midnight.
    for offset in range(-1, horizon):
        day = today + timedelta(days=offset)
        if day.weekday() not in weekdays or day in days_off:
            continue
        opened, closed = window(day, zone, opens, closes)
        if max(instant, opened) < closed:
            return max(instant, opened).astimezone(UTC)
    raise ValueError(f"the window does not open within {horizon} days")


def is_open(instant: datetime, zone: ZoneInfo, weekdays: Collection[int], opens: time, closes: time) -> bool:
    """Whether the window is open at this instant."""
    return next_opening(instant, zone, weekdays, opens, closes) == instant


def check_weekdays(weekdays: Collection[int]) -> None:
    """Raise ValueError unless there is a weekday and all are 0 (Monday) to 6 (Sunday)."""
    if not weekdays:
        raise ValueError("at least one weekday is needed")
    if not set(weekdays) <= set(range(7)):
        raise ValueError("weekdays are numbered 0 (Monday) to 6 (Sunday)")

"""Where a local day begins, and what lies some calendar months ahead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The date on a calendar hanging in the zone. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone).date()


def first_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the clocks of the zone show this time or a later one.

    Of a time that happens twice it is the first; for one that is skipped it is the moment the
    clocks jump. Where a zone skipped a whole day (Apia, 2011-12-30) that lies on the next day.
    """
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # Inside a gap, fold=1 reads the wall time with the later offset: just before the jump.
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new offset, somewhere after ``before`` and up to ``after``."""
    old = before.astimezone(zone).utcoffset()
    start = before.replace(microsecond=0)
    low, high = 0, int((after - start).total_seconds()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if (start + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return start + timedelta(seconds=high)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC; some days begin at one o'clock."""
    return first_instant(day, time.min, zone)


def add_months(day: date, n: int) -> date:
    """The same day ``n`` calendar months on, or the last day of a month too short for it."""
    return day + relativedelta(months=n)


def quiet_until(asked_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """From when somebody asked at this instant may be asked again, in UTC.

    It is the start of a local day, so the whole boundary day is allowed: asked on 31 August,
    six months end as 28 February begins. No months mean no wait.
    """
    if months < 0:
        raise ValueError("a quiet period cannot be shorter than no months")
    if not months:
        return asked_at.astimezone(UTC)
    return start_of_day(add_months(local_day(asked_at, zone), months), zone)


def month_starts(until: date, count: int) -> list[date]:
    """The first days of ``count`` months in rising order; the last is the month of ``until``."""
    current = until.replace(day=1)
    return [add_months(current, back) for back in range(1 - count, 1)]

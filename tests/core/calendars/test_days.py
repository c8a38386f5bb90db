from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import add_months, first_instant, local_day, month_starts, quiet_until, start_of_day

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2007, 1, 1), date(2036, 12, 31))
instants = st.timedeltas(timedelta(0), timedelta(days=10950)).map(
    lambda passed: datetime(2007, 1, 1, tzinfo=UTC) + passed
)


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        # Clocks jump from 02:00 to 03:00 at 01:00 UTC, and back from 03:00 to 02:00 at 01:00 UTC.
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T03:01", "2026-03-29T01:01"),
        ("Europe/Berlin", "2026-10-25T01:59", "2026-10-24T23:59"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        # These days begin at one o'clock.
        ("Asia/Beirut", "2025-03-30T00:00", "2025-03-29T22:00"),
        ("Africa/Cairo", "2025-04-25T00:00", "2025-04-24T22:00"),
        ("Africa/Cairo", "2025-04-25T00:59:59.999999", "2025-04-24T22:00"),
        # The clocks go back from midnight to eleven in the evening: the day begins late, once.
        ("Asia/Beirut", "2025-10-26T00:00", "2025-10-25T22:00"),
        ("Africa/Cairo", "2025-10-31T00:00", "2025-10-30T22:00"),
        # One o'clock goes back to midnight: the day begins twice.
        ("America/Havana", "2025-11-02T00:00", "2025-11-02T04:00"),
        # Half an hour only.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:45", "2026-10-03T15:45"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        # Samoa went without a 30 December.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15"),
    ],
)
def test_first_instant_is_the_first_valid_one(zone: str, wall: str, instant: str) -> None:
    """G53: a date has one first instant, whatever the clocks do."""
    moment = datetime.fromisoformat(wall)

    found = first_instant(moment.date(), moment.time(), ZoneInfo(zone))

    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


@given(days, st.times(), zones)
def test_first_instant_shows_the_time_asked_for_or_the_end_of_a_gap(
    day: date, clock: time, zone: ZoneInfo
) -> None:
    found = first_instant(day, clock, zone)
    shown = found.astimezone(zone).replace(tzinfo=None)
    just_before = (found - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None)

    assert shown >= datetime.combine(day, clock)
    assert just_before < datetime.combine(day, clock)


@given(instants, zones)
def test_local_day_begins_at_its_start_and_ends_at_the_next(instant: datetime, zone: ZoneInfo) -> None:
    day = local_day(instant, zone)

    assert start_of_day(day, zone) <= instant < start_of_day(day + timedelta(days=1), zone)


def test_local_day_refuses_a_naive_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 1, 1), ZoneInfo("UTC"))  # noqa: DTZ001  # the case itself


@pytest.mark.parametrize(
    ("asked_at", "months", "zone", "until"),
    [
        ("2025-08-31T10:00", 6, "UTC", "2026-02-28T00:00"),
        ("2023-08-31T10:00", 6, "UTC", "2024-02-29T00:00"),
        ("2025-08-28T23:59", 6, "UTC", "2026-02-28T00:00"),
        ("2025-12-31T12:00", 6, "UTC", "2026-06-30T00:00"),
        # Half past eleven in the evening, UTC, is the first of September in Berlin.
        ("2025-08-31T22:30", 6, "Europe/Berlin", "2026-02-28T23:00"),
        # Winter to summer: the local midnight, not twenty-four hours times something.
        ("2026-01-15T12:00", 6, "Europe/Berlin", "2026-07-14T22:00"),
        # The boundary day begins at one o'clock.
        ("2024-09-30T12:00", 6, "Asia/Beirut", "2025-03-29T22:00"),
        ("2025-08-31T10:00", 0, "Europe/Berlin", "2025-08-31T10:00"),
        ("2025-08-31T10:00", 12, "UTC", "2026-08-31T00:00"),
    ],
)
def test_quiet_until_is_the_start_of_the_boundary_day(
    asked_at: str, months: int, zone: str, until: str
) -> None:
    """G61: six calendar months. G58: the boundary day itself is allowed."""
    asked = datetime.fromisoformat(asked_at).replace(tzinfo=UTC)

    found = quiet_until(asked, months, ZoneInfo(zone))

    assert found == datetime.fromisoformat(until).replace(tzinfo=UTC)


@given(instants, st.integers(1, 24), zones)
def test_quiet_until_allows_the_boundary_day_and_not_the_day_before(
    asked_at: datetime, months: int, zone: ZoneInfo
) -> None:
    """G61, G58: never earlier than the months, never later than the boundary day's start."""
    until = quiet_until(asked_at, months, zone)
    boundary = local_day(asked_at, zone) + relativedelta(months=months)

    assert local_day(until, zone) == boundary
    assert local_day(until - timedelta(microseconds=1), zone) == boundary - timedelta(days=1)


@given(instants)
def test_quiet_until_spans_181_to_184_days_for_six_months(asked_at: datetime) -> None:
    """G61: the shortest and the longest half year."""
    zone = ZoneInfo("UTC")

    span = local_day(quiet_until(asked_at, 6, zone), zone) - asked_at.date()

    assert 181 <= span.days <= 184


@given(instants, instants, st.integers(0, 24), zones)
def test_quiet_until_never_ends_earlier_for_who_was_asked_later(
    one: datetime, two: datetime, months: int, zone: ZoneInfo
) -> None:
    first, second = sorted((one, two))

    assert quiet_until(first, months, zone) <= quiet_until(second, months, zone)


def test_quiet_until_refuses_fewer_than_no_months() -> None:
    with pytest.raises(ValueError, match="quiet period"):
        quiet_until(datetime(2026, 1, 1, tzinfo=UTC), -1, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 2, 28), -6, date(2025, 8, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_add_months_stops_at_the_end_of_a_short_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_month_starts_end_with_the_month_asked_for() -> None:
    assert month_starts(date(2026, 1, 31), 3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert month_starts(date(2026, 1, 31), 0) == []

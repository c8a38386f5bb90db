from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import is_open, next_opening

WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
instants = st.timedeltas(timedelta(0), timedelta(days=3650)).map(
    lambda passed: datetime(2020, 1, 1, tzinfo=UTC) + passed
)
clocks = st.times(time(0), time(23, 59)).map(lambda clock: clock.replace(microsecond=0))


@pytest.mark.parametrize(
    ("zone", "weekdays", "hours", "instant", "opening"),
    [
        ("UTC", WORKDAYS, (9, 17), "2026-01-05T09:00", "2026-01-05T09:00"),
        ("UTC", WORKDAYS, (9, 17), "2026-01-05T16:59:59", "2026-01-05T16:59:59"),
        ("UTC", WORKDAYS, (9, 17), "2026-01-05T17:00", "2026-01-06T09:00"),
        ("UTC", WORKDAYS, (9, 17), "2026-01-09T17:00", "2026-01-12T09:00"),
        ("UTC", {6}, (9, 17), "2026-01-05T10:00", "2026-01-11T09:00"),
        ("UTC", EVERY_DAY, (0, 0), "2026-01-05T03:00", "2026-01-05T03:00"),
        # Equal times open the whole day, on the days that are given.
        ("UTC", WORKDAYS, (9, 9), "2026-01-05T03:00", "2026-01-05T03:00"),
        ("UTC", WORKDAYS, (9, 9), "2026-01-10T03:00", "2026-01-12T00:00"),
        # Past midnight: Friday's window is still open early on Saturday.
        ("UTC", WORKDAYS, (20, 2), "2026-01-10T01:30", "2026-01-10T01:30"),
        ("UTC", WORKDAYS, (20, 2), "2026-01-10T02:00", "2026-01-12T20:00"),
        ("America/New_York", WORKDAYS, (9, 17), "2026-01-05T13:00", "2026-01-05T14:00"),
        # Nine o'clock is one hour earlier on the clocks of the world after the change.
        ("Europe/Berlin", EVERY_DAY, (9, 17), "2026-03-28T17:00", "2026-03-29T07:00"),
        ("Europe/Berlin", EVERY_DAY, (9, 17), "2026-10-24T17:00", "2026-10-25T08:00"),
        # The window opens inside the gap: it opens as the gap ends.
        ("Europe/Berlin", EVERY_DAY, (2, 4), "2026-03-28T12:00", "2026-03-29T01:00"),
        # The whole window falls into the gap: the next day's is taken.
        ("Europe/Berlin", EVERY_DAY, (2, 3), "2026-03-29T00:30", "2026-03-30T00:00"),
        # A weekly window that the gap swallows opens a week later.
        ("Europe/Berlin", {6}, (2, 3), "2026-03-23T12:00", "2026-04-05T00:00"),
        ("Asia/Beirut", EVERY_DAY, (0, 8), "2025-03-29T21:00", "2025-03-29T22:00"),
        ("Australia/Lord_Howe", EVERY_DAY, (9, 17), "2026-10-03T12:00", "2026-10-03T22:00"),
    ],
)
def test_next_opening_respects_the_local_clock(
    zone: str, weekdays: set[int], hours: tuple[int, int], instant: str, opening: str
) -> None:
    """G53: a send waits for its window in the customer's own time."""
    found = next_opening(
        datetime.fromisoformat(instant).replace(tzinfo=UTC),
        ZoneInfo(zone),
        weekdays,
        time(hours[0]),
        time(hours[1]),
    )

    assert found == datetime.fromisoformat(opening).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


@given(
    instants,
    st.sampled_from(["Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe", "America/Havana"]).map(ZoneInfo),
    st.frozensets(st.integers(0, 6), min_size=1),
    clocks,
    clocks,
)
def test_next_opening_is_open_and_comes_within_a_fortnight(
    instant: datetime, zone: ZoneInfo, weekdays: frozenset[int], opens: time, closes: time
) -> None:
    found = next_opening(instant, zone, weekdays, opens, closes)

    assert instant <= found <= instant + timedelta(days=15)
    assert is_open(found, zone, weekdays, opens, closes)
    assert is_open(instant, zone, weekdays, opens, closes) == (found == instant)


@pytest.mark.parametrize(
    ("weekdays", "message"), [(set(), "at least one"), ({7}, "numbered"), ({-1}, "numbered")]
)
def test_next_opening_needs_a_real_weekday(weekdays: set[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        next_opening(datetime(2026, 1, 5, tzinfo=UTC), ZoneInfo("UTC"), weekdays, time(9), time(17))

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import BusinessCalendar, Meter

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = frozenset(range(5))
OFFICE = BusinessCalendar.daily(BERLIN, WORKDAYS, time(9), time(17), frozenset({date(2026, 1, 6)}))

instants = st.timedeltas(timedelta(0), timedelta(days=3650)).map(
    lambda passed: datetime(2020, 1, 1, tzinfo=UTC) + passed
)
calendars = st.builds(
    BusinessCalendar,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe"]).map(
        ZoneInfo
    ),
    st.dictionaries(
        st.integers(0, 6),
        st.tuples(
            st.sampled_from([time(0), time(2, 30), time(9), time(20)]),
            st.sampled_from([time(0), time(5), time(17), time(23, 30)]),
        ),
        min_size=1,
    ),
    st.frozensets(st.dates(date(2020, 1, 1), date(2030, 12, 31)), max_size=5),
)
amounts = st.timedeltas(timedelta(0), timedelta(hours=200))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-01-07T10:00", 4, "2026-01-07T14:00"),
        ("2026-01-07T15:00", 4, "2026-01-08T11:00"),
        # Outside hours the clock waits for the opening.
        ("2026-01-07T03:00", 1, "2026-01-07T10:00"),
        ("2026-01-09T18:00", 1, "2026-01-12T10:00"),
        # A whole day ends as it closes, not as the next one opens.
        ("2026-01-07T09:00", 8, "2026-01-07T17:00"),
        ("2026-01-09T17:00", 8, "2026-01-12T17:00"),
        # Monday, the holiday on Tuesday, Wednesday.
        ("2026-01-05T16:00", 2, "2026-01-07T10:00"),
        ("2026-01-07T10:00", 0.25, "2026-01-07T10:15"),
        ("2026-01-10T12:00", 0, "2026-01-10T12:00"),
        # A weekend with a change of the clocks is a weekend.
        ("2026-03-27T16:00", 2, "2026-03-30T10:00"),
        ("2026-10-23T16:00", 2, "2026-10-26T10:00"),
    ],
)
def test_add_counts_working_hours_only(start: str, hours: float, end: str) -> None:
    """G44: a deadline in working hours passes over nights, weekends and holidays."""
    assert OFFICE.add(local(start), hours) == local(end)
    assert OFFICE.add(local(start), timedelta(hours=hours)) == local(end)


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-28", 23), ("2026-10-24", 25), ("2026-06-01", 24)],
)
def test_around_the_clock_counts_real_hours_over_a_clock_change(day: str, hours: int) -> None:
    """From noon to noon the clock change takes or gives an hour."""
    always = BusinessCalendar.daily(BERLIN, frozenset(range(7)), time(0), time(0))
    noon = local(f"{day}T12:00")
    next_noon = (noon + timedelta(days=1)).astimezone(UTC)

    assert always.between(noon, next_noon) == timedelta(hours=hours)
    assert always.add(noon, hours) == next_noon


def test_between_counts_what_is_left_of_each_opening() -> None:
    """G51: the time to the first contact, in working hours."""
    assert OFFICE.between(local("2026-01-05T16:00"), local("2026-01-08T10:30")) == timedelta(hours=10.5)
    assert OFFICE.between(local("2026-01-10T08:00"), local("2026-01-11T20:00")) == timedelta(0)


def test_between_is_not_cut_off_after_many_years() -> None:
    always = BusinessCalendar.daily(ZoneInfo("UTC"), frozenset(range(7)), time(0), time(0))
    start, end = datetime(2000, 1, 1, tzinfo=UTC), datetime(2015, 1, 1, tzinfo=UTC)

    assert always.between(start, end) == end - start


def test_hours_past_midnight_belong_to_the_day_they_began_on() -> None:
    night = BusinessCalendar.daily(BERLIN, frozenset({4}), time(22), time(2))

    assert night.between(local("2026-01-10T01:00"), local("2026-01-17T00:00")) == timedelta(hours=3)
    assert night.add(local("2026-01-10T01:00"), 2) == local("2026-01-16T23:00")


def test_each_weekday_has_hours_of_its_own() -> None:
    """G44: long on Monday, short on Friday, closed otherwise."""
    office = BusinessCalendar(BERLIN, {0: (time(8), time(20)), 4: (time(9), time(12))})

    assert office.add(local("2026-01-09T11:00"), 2) == local("2026-01-12T09:00")
    assert office.between(local("2026-01-09T00:00"), local("2026-01-13T00:00")) == timedelta(hours=15)


def test_a_night_that_reaches_into_the_next_day_counts_once() -> None:
    """Thursday's night lasts until ten, and Friday opens at nine."""
    office = BusinessCalendar(BERLIN, {3: (time(22), time(10)), 4: (time(9), time(17))})

    assert office.between(local("2026-01-08T00:00"), local("2026-01-10T00:00")) == timedelta(hours=19)
    assert office.add(local("2026-01-09T09:30"), 1) == local("2026-01-09T10:30")
    assert office.subtract(local("2026-01-09T10:30"), 1) == local("2026-01-09T09:30")


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("2026-01-07T14:00", 4, "2026-01-07T10:00"),
        # Over the night, the holiday on Tuesday and a weekend.
        ("2026-01-07T10:00", 2, "2026-01-05T16:00"),
        ("2026-01-12T10:00", 2, "2026-01-09T16:00"),
        # From an instant at which the office is closed it counts back from the last closing.
        ("2026-01-11T12:00", 1, "2026-01-09T16:00"),
        ("2026-01-07T17:00", 8, "2026-01-07T09:00"),
        ("2026-01-10T12:00", 0, "2026-01-10T12:00"),
        ("2026-03-30T10:00", 2, "2026-03-27T16:00"),
        ("2026-10-26T10:00", 2, "2026-10-23T16:00"),
    ],
)
def test_subtract_counts_back_over_nights_weekends_and_holidays(end: str, hours: float, start: str) -> None:
    """G44: so many working hours before a deadline."""
    assert OFFICE.subtract(local(end), hours) == local(start)


@given(calendars, instants, amounts)
def test_between_undoes_add(calendar: BusinessCalendar, start: datetime, amount: timedelta) -> None:
    """G44: what a deadline adds is what has passed when it comes."""
    assert calendar.between(start, calendar.add(start, amount)) == amount


@given(calendars, instants, amounts)
def test_between_undoes_subtract(calendar: BusinessCalendar, end: datetime, amount: timedelta) -> None:
    """G44: a warning so many working hours before a deadline leaves exactly so many."""
    assert calendar.between(calendar.subtract(end, amount), end) == amount


@given(calendars, instants, amounts)
def test_subtract_never_warns_earlier_than_needed(
    calendar: BusinessCalendar, end: datetime, amount: timedelta
) -> None:
    """G44: the latest instant from which so much is left, so nobody is warned on a Saturday for Monday."""
    instant = calendar.subtract(end, amount)

    assert not amount or calendar.between(instant, instant + timedelta(microseconds=1)) > timedelta(0)


@given(calendars, instants, instants, instants)
def test_a_meter_measures_what_between_measures(
    calendar: BusinessCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    """G51: the report's quick measure is the calendar's own."""
    since = min(one, two, three)
    ends = [min(instant, since + timedelta(days=90)) for instant in (one, two, three)]
    meter = Meter(calendar, since, max(ends))

    assert abs(meter.between(ends[0], ends[1]) - calendar.between(ends[0], ends[1])) < timedelta(seconds=1)


@given(calendars, instants, amounts, amounts)
def test_add_in_two_steps_comes_to_the_same(
    calendar: BusinessCalendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)


@given(calendars, instants, instants)
def test_between_changes_sign_with_the_direction(
    calendar: BusinessCalendar, one: datetime, two: datetime
) -> None:
    early, late = sorted((one, min(two, one + timedelta(days=90))))

    assert timedelta(0) <= calendar.between(early, late) <= late - early
    assert calendar.between(late, early) == -calendar.between(early, late)


def test_add_refuses_what_no_office_can_promise() -> None:
    with pytest.raises(ValueError, match="only be added"):
        OFFICE.add(local("2026-01-07T10:00"), -1)
    with pytest.raises(ValueError, match="more than ten years"):
        OFFICE.add(local("2026-01-07T10:00"), 100_000)


def test_a_calendar_needs_a_weekday() -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        BusinessCalendar.daily(BERLIN, frozenset(), time(9), time(17))

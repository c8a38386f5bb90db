from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from insights.domain import windows
from insights.domain.windows import Window
from insights.enums import Period

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("period", "since", "earlier"),
    [
        # Berlin's clocks go forward on March 29, so the two beginnings have different offsets.
        (Period.QUARTER, datetime(2026, 1, 10, 23, tzinfo=UTC), datetime(2025, 10, 12, 22, tzinfo=UTC)),
        (Period.YEAR, datetime(2025, 4, 10, 22, tzinfo=UTC), datetime(2024, 4, 10, 22, tzinfo=UTC)),
    ],
)
def test_a_period_and_the_one_before_meet_at_a_local_midnight(
    period: Period, since: datetime, earlier: datetime
) -> None:
    assert windows.of(period, today=TODAY, zone=BERLIN) == Window(since=since)
    assert windows.before(period, today=TODAY, zone=BERLIN) == Window(since=earlier, until=since)


def test_the_last_90_days_are_90_days_with_today() -> None:
    window = windows.of(Period.QUARTER, today=TODAY, zone=BERLIN)

    assert window.since is not None
    assert (TODAY - window.since.astimezone(BERLIN).date()).days == 89


def test_twelve_months_before_a_leap_day_begin_on_the_first_of_march() -> None:
    window = windows.of(Period.YEAR, today=date(2028, 2, 29), zone=ZoneInfo("UTC"))

    assert window == Window(since=datetime(2027, 3, 1, tzinfo=UTC))


def test_all_time_has_no_beginning_and_nothing_before() -> None:
    assert windows.of(Period.ALL, today=TODAY, zone=BERLIN) == Window()
    assert windows.before(Period.ALL, today=TODAY, zone=BERLIN) is None


def test_days_include_the_whole_last_day() -> None:
    found = windows.of_days(since=date(2026, 3, 1), until=date(2026, 3, 29), zone=BERLIN)

    assert found == Window(
        since=datetime(2026, 2, 28, 23, tzinfo=UTC), until=datetime(2026, 3, 29, 22, tzinfo=UTC)
    )

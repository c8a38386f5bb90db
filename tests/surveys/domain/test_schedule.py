"""Occasions, turns, and what a schedule still knows of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from surveys.domain import schedule, slots
from surveys.enums import QuietRule, ScheduleKind
from surveys.models import Campaign

BERLIN = ZoneInfo("Europe/Berlin")
DAYTIME = {"weekdays": [0, 1, 2, 3, 4], "opens_at": time(9), "closes_at": time(17)}
WAVES = {"schedule_kind": ScheduleKind.WAVE, "wave_dates": ["2026-09-01", "2026-03-01", "2026-06-01"]}
CYCLE = {
    "schedule_kind": ScheduleKind.CYCLE,
    "cycle_anchor_on": date(2026, 1, 1),
    "cycle_months": 6,
}


@pytest.mark.parametrize(
    ("days_off", "skips_holidays", "expected"),
    [
        ([], True, datetime(2026, 12, 24, 8, tzinfo=UTC)),
        ([date(2026, 12, 24)], True, datetime(2026, 12, 25, 8, tzinfo=UTC)),
        ([date(2026, 12, day) for day in range(24, 32)], True, datetime(2027, 1, 1, 8, tzinfo=UTC)),
        ([date(2026, 12, 24)], False, datetime(2026, 12, 24, 8, tzinfo=UTC)),
    ],
    ids=["no day off", "one", "a week", "works on holidays"],
)
def test_opening_passes_over_days_off(days_off: list[date], skips_holidays: bool, expected: datetime) -> None:
    campaign = Campaign(**DAYTIME, skips_holidays=skips_holidays)

    at = schedule.opening(campaign, datetime(2026, 12, 23, 20, tzinfo=UTC), BERLIN, days_off)

    assert at == expected


def test_a_weekly_opening_survives_a_long_holiday() -> None:
    """T44: six Mondays off in a row are six weeks, not an error."""
    campaign = Campaign(**{**DAYTIME, "weekdays": [0]})
    mondays = [date(2026, 11, 30 - back) for back in range(0, 30, 7)] + [date(2026, 12, 7)]

    at = schedule.opening(campaign, datetime(2026, 10, 31, 12, tzinfo=UTC), BERLIN, mondays)

    assert at == datetime(2026, 12, 14, 8, tzinfo=UTC)


def test_waves_are_in_order_and_take_turns() -> None:
    """T45: wave number k asks the group k mod N, in the order of the calendar."""
    campaign = Campaign(**WAVES, rotation=2)

    assert [(day, schedule.turn_of(campaign, day)) for day in schedule.waves(campaign)] == [
        (date(2026, 3, 1), 0),
        (date(2026, 6, 1), 1),
        (date(2026, 9, 1), 0),
    ]


@pytest.mark.parametrize(
    ("campaign", "occasion", "occasion_on", "expected"),
    [
        (WAVES, "wave:2026-06-01", date(2026, 6, 1), True),
        (WAVES, "wave:2026-06-02", date(2026, 6, 2), False),
        (WAVES, "cycle:2026-06-01", date(2026, 6, 1), False),
        (CYCLE, "cycle:2026-01-01", date(2026, 4, 1), True),
        (CYCLE, "cycle:2026-01-01", date(2026, 4, 2), False),
        (CYCLE, "cycle:2025-07-01", date(2026, 4, 1), False),
        (CYCLE, "cycle:2026-01-01", None, True),
        ({"schedule_kind": ScheduleKind.DATE}, "renewal_on:2026-01-01", date(2026, 1, 1), True),
        ({"schedule_kind": ScheduleKind.EVENT}, "event:1", None, True),
    ],
)
def test_knows_only_its_own_occasions(
    campaign: dict[str, object], occasion: str, occasion_on: date | None, expected: bool
) -> None:
    """5,000 of 10,000 is 1 April: the 90th of 181 days."""
    found = schedule.knows(Campaign(**campaign), occasion=occasion, occasion_on=occasion_on, spread=5_000)

    assert found is expected


def test_a_cycle_always_waits_the_others_where_they_say_so() -> None:
    assert slots.waits(Campaign(**CYCLE, quiet_rule=QuietRule.SKIP))
    assert slots.waits(Campaign(**WAVES, quiet_rule=QuietRule.WAIT))
    assert not slots.waits(Campaign(**WAVES, quiet_rule=QuietRule.SKIP))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Beirut", "Pacific/Apia", ""])
@pytest.mark.parametrize("hours", [(time(9), time(17)), (time(0), time(0)), (time(2), time(3))])
def test_openings_leave_no_gap(zone: str, hours: tuple[time, time]) -> None:
    """Every instant of a month has its opening, across changes of clocks."""
    campaign = Campaign(weekdays=[0, 1, 2, 3, 6], opens_at=hours[0], closes_at=hours[1])
    start, until = datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 4, 10, 9, tzinfo=UTC)
    calendar = slots.Calendar(campaign, (zone,), BERLIN, (), start)

    found = list(calendar.openings(until=until, limit=100))

    assert found[0].from_at == start
    assert found[-1].to_at > until
    assert all(left.to_at == right.from_at for left, right in pairwise(found))
    there = ZoneInfo(zone) if zone else BERLIN
    for each in found:
        assert each.from_at <= each.opens_at < each.to_at
        assert schedule.opening(campaign, each.from_at, there) == each.opens_at
        assert schedule.opening(campaign, each.opens_at, there) == each.opens_at

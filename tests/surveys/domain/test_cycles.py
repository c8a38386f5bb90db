"""Rounds of a cycle, and everybody's own day in them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from customers.models.customer import SPREAD
from surveys.domain import cycles
from surveys.models import Campaign

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def cycle(anchor: date, months: int = 6) -> Campaign:
    return Campaign(cycle_anchor_on=anchor, cycle_months=months)


def test_periods_count_months_from_the_anchor_each_time() -> None:
    """T44: the month's last day does not wear down."""
    found = cycles.periods(cycle(date(2025, 8, 31)), since=date(2025, 8, 31), until=date(2026, 9, 1))

    assert [(each.starts_on, each.length) for each in found] == [
        (date(2025, 8, 31), 181),
        (date(2026, 2, 28), 184),
        (date(2026, 8, 31), 181),
    ]


def test_periods_begin_with_the_anchor() -> None:
    assert (
        list(cycles.periods(cycle(date(2026, 7, 1)), since=date(2026, 1, 1), until=date(2026, 6, 30))) == []
    )


@given(anchor=DAYS, months=st.integers(1, 36), ahead=st.integers(0, 4000))
def test_each_day_from_the_anchor_on_lies_in_one_round(anchor: date, months: int, ahead: int) -> None:
    day = anchor + timedelta(days=ahead)

    found = list(cycles.periods(cycle(anchor, months), since=day, until=day))

    assert len(found) == 1
    assert found[0].starts_on <= day < found[0].next_starts_on


@given(anchor=DAYS, months=st.integers(1, 36), spread=st.integers(0, SPREAD - 1))
def test_day_and_spread_agree(anchor: date, months: int, spread: int) -> None:
    period = next(cycles.periods(cycle(anchor, months), since=anchor, until=anchor))
    day = period.day_of(spread)

    assert period.starts_on <= day < period.next_starts_on
    assert period.first_spread(day) <= spread < period.first_spread_after(day)
    assert period.day_of(period.first_spread(day)) == day


def test_a_cycle_spreads_people_evenly() -> None:
    """T40: about as many on each day of the round."""
    period = next(cycles.periods(cycle(date(2026, 1, 1)), since=date(2026, 1, 1), until=date(2026, 1, 1)))
    widths = {period.first_spread_after(day) - period.first_spread(day) for day in days_of(period)}

    assert widths == {SPREAD // period.length, SPREAD // period.length + 1}


def days_of(period: cycles.Period) -> list[date]:
    return [period.starts_on + timedelta(days=number) for number in range(period.length)]

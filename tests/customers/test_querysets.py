from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import add_months
from customers.querysets import Thresholds

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(today=days, months=st.integers(0, 60), joined=days)
def test_advocate_since_is_the_last_day_whose_months_are_full(today: date, months: int, joined: date) -> None:
    since = Thresholds(advocate_months=months).advocate_since(today)

    assert (joined <= since) == (add_months(joined, months) <= today)


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        (date(2026, 2, 28), 6, date(2025, 8, 31)),
        (date(2026, 3, 1), 6, date(2025, 9, 1)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 2, 28), 12, date(2026, 2, 28)),
    ],
)
def test_advocate_since_knows_short_months(today: date, months: int, since: date) -> None:
    assert Thresholds(advocate_months=months).advocate_since(today) == since

"""Dates and numbers as files write them."""

from datetime import date
from decimal import Decimal

import pytest

from customers.domain.importing import notations


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2026-03-31", "ymd", date(2026, 3, 31)),
        ("2026/3/1", "ymd", date(2026, 3, 1)),
        ("20260331", "ymd", date(2026, 3, 31)),
        ("2026-03-31T23:59:59Z", "ymd", date(2026, 3, 31)),
        ("2026-03-31 10:00", "ymd", date(2026, 3, 31)),
        ("31/03/2026", "dmy", date(2026, 3, 31)),
        (" 31.3.2026 ", "dmy", date(2026, 3, 31)),
        ("31.03.26", "dmy", date(2026, 3, 31)),
        ("31.03.98", "dmy", date(1998, 3, 31)),
        ("03/31/2026", "mdy", date(2026, 3, 31)),
        ("3/4/2026, 8:15 PM", "mdy", date(2026, 3, 4)),
        ("31 Mar 2026", "mdy", date(2026, 3, 31)),
        ("31-Mar-2026", "ymd", date(2026, 3, 31)),
        ("March 31, 2026", "dmy", date(2026, 3, 31)),
    ],
)
def test_read_date(written: str, order: str, day: date) -> None:
    assert notations.read_date(written, order) == day


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("31/03/2026", "mdy"),
        ("2026-03-31", "dmy"),
        ("31/03/2026", "ymd"),
        ("2026-02-30", "ymd"),
        ("2026-03/31", "ymd"),
        ("26-03-31", "ymd"),
        ("31 Foo 2026", "dmy"),
        ("Yes", "ymd"),
        ("45321", "ymd"),
        ("", "ymd"),
        ("२०२६-०३-३१", "ymd"),
    ],
)
def test_read_date_refuses(written: str, order: str) -> None:
    with pytest.raises(ValueError, match="is not a date with the"):
        notations.read_date(written, order)


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        ([], "ymd"),
        (["2026-03-04", "2026-12-10"], "ymd"),
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/2026", "04/13/2026"], "mdy"),
        (["03/04/2026", "05/06/2026"], ""),
        (["05/05/2026"], ""),
        (["4 Mar 2026"], "ymd"),
        (["4 Mar 2026", "31/03/2026"], "dmy"),
        (["n/a", "31.03.2026"], "dmy"),
    ],
)
def test_date_order_is_never_guessed(samples: list[str], order: str) -> None:
    """T52: 03/04/2026 is asked about, unless another row settles it."""
    assert notations.date_order(samples) == order


@pytest.mark.parametrize(
    ("written", "mark", "number"),
    [
        ("1,234.50", "dot", "1234.50"),
        ("1.234,50", "comma", "1234.50"),
        ("358.2", "dot", "358.2"),
        ("358,2", "comma", "358.2"),
        ("€ 1 234,50", "comma", "1234.50"),
        ("CHF 1'234.50", "dot", "1234.50"),
        ("$1,234", "dot", "1234"),
        ("12.50 EUR", "dot", "12.50"),
        ("-5", "dot", "-5"),
    ],
)
def test_read_number(written: str, mark: str, number: str) -> None:
    assert notations.read_number(written, mark) == Decimal(number)


@pytest.mark.parametrize(
    ("written", "mark"),
    [("358,2", "dot"), ("1.234,50", "dot"), ("12,34,567", "dot"), ("a", "dot"), ("", "dot"), ("1e5", "dot")],
)
def test_read_number_refuses(written: str, mark: str) -> None:
    with pytest.raises(ValueError, match="is not a number with a"):
        notations.read_number(written, mark)


@pytest.mark.parametrize(
    ("samples", "mark"),
    [
        ([], "dot"),
        (["12", "1300"], "dot"),
        (["358.2", "1,200.00"], "dot"),
        (["358,2"], "comma"),
        (["1,234"], ""),
        (["1,234", "1.234"], ""),
        (["1,234", "12.5"], "dot"),
    ],
)
def test_number_mark_is_never_guessed(samples: list[str], mark: str) -> None:
    assert notations.number_mark(samples) == mark


@pytest.mark.parametrize(
    ("samples", "numeric"),
    [
        (["1", "2.5"], True),
        (["0042", "17"], False),
        (["0", "1"], True),
        (["0.5"], True),
        (["yes", "1"], False),
        ([], False),
    ],
)
def test_are_numbers(samples: list[str], numeric: bool) -> None:
    assert notations.are_numbers(samples) is numeric

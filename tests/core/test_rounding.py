from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rounding import percent, round_half_away


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (12.5, 0, 13),
        (-12.5, 0, -13),
        (Fraction(-1, 2), 0, -1),
        (Decimal("0.5"), 0, 1),
        (2.675, 2, 2.68),
        (Fraction(1, 3), 1, 0.3),
        (0.05, 1, 0.1),
        (-0.04, 1, 0.0),
        (1234, -2, 1200),
        (1250, -2, 1300),
    ],
)
def test_round_half_away_leaves_zero_behind(
    value: Fraction | Decimal | float, digits: int, rounded: float
) -> None:
    assert round_half_away(value, digits) == rounded


def test_round_half_away_gives_an_integer_without_digits() -> None:
    assert isinstance(round_half_away(12.5), int)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_round_half_away_refuses_what_is_not_finite(value: Decimal | float) -> None:
    with pytest.raises(ValueError, match="finite"):
        round_half_away(value)


@given(st.fractions(), st.integers(0, 4))
def test_round_half_away_is_symmetric_and_never_off_by_more_than_half(value: Fraction, digits: int) -> None:
    rounded = round_half_away(value, digits)

    assert round_half_away(-value, digits) == -rounded
    if not digits:
        assert abs(rounded - value) <= Fraction(1, 2)


def test_percent_of_nothing_is_none() -> None:
    assert percent(0, 0) is None
    assert percent(1, 8) == 12.5
    assert percent(1, 8, 0) == 13

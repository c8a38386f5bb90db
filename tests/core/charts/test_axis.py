import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.axis import Axis

# No score is a five with 324 zeros before it.
POINTS = st.floats(-100, 100, allow_subnormal=False)


@pytest.mark.parametrize(
    ("values", "most", "expected"),
    [
        ([20, 48, 54.2], 7, Axis(20, 60, 10)),
        ([-28, 70], 7, Axis(-40, 80, 20)),
        ([47, 48], 7, Axis(35, 60, 5)),
        ([100, 100], 7, Axis(80, 100, 5)),
        ([-100], 7, Axis(-100, -80, 5)),
        ([], 7, Axis(-100, 100, 50)),
        ([-140, 300], 7, Axis(-100, 100, 50)),
        ([-100, 100], 2, Axis(-100, 100, 100)),
    ],
)
def test_axis_is_round_and_narrow(values: list[float], most: int, expected: Axis) -> None:
    assert Axis.around(values, most=most) == expected


@given(st.lists(POINTS, min_size=1), st.integers(3, 12))
def test_axis_holds_its_values_on_the_scale(values: list[float], most: int) -> None:
    """T9: no axis leaves -100 to 100."""
    axis = Axis.around(values, most=most)

    assert -100 <= axis.low <= min(values)
    assert max(values) <= axis.high <= 100
    assert axis.high - axis.low >= 20
    assert len(axis.ticks) <= most
    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)


@given(POINTS)
def test_axis_places_values_between_its_ends(value: float) -> None:
    axis = Axis(-100, 100, 50)

    assert axis.place(value, 200, 0) == pytest.approx(100 - value)
    assert axis.place(-300, 200, 0) == 200

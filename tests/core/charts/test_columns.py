from hypothesis import given
from hypothesis import strategies as st

from core.charts import NARROW, WIDE, Column, columns
from tests.core.charts.drawing import collide, having, parsed, span, texts, told

MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


def year(numbers: list[int]) -> list[Column]:
    return [
        Column(label, number, f"{label}: {number:,}", is_partial=label == "Mar")
        for label, number in zip(MONTHS, numbers, strict=True)
    ]


def test_columns_show_each_month_with_its_number() -> None:
    """G74: counts over time; a month without any has no column and no number."""
    root = parsed(columns(year([0, 3, 5, 8, 8, 9, 12, 12, 13, 15, 16, 4]), title="Advocates by month"))

    assert texts(root, "label") == MONTHS
    assert texts(root, "count") == ["3", "5", "8", "8", "9", "12", "12", "13", "15", "16", "4"]
    assert len(having(root, "rect", "bar")) == 11
    assert told(root)[:2] == ["Apr: 0", "May: 3"]
    assert (root.get("aria-label") or "").startswith("Advocates by month. Apr: 0; May: 3; ")


def test_columns_of_nothing_are_an_axis() -> None:
    assert having(parsed(columns([])), "rect", "bar") == []


@given(st.lists(st.integers(0, 10**7), min_size=12, max_size=12), st.sampled_from([NARROW, WIDE]))
def test_columns_numbers_never_touch_and_stay_inside(numbers: list[int], width: int) -> None:
    root = parsed(columns(year(numbers), width=width))

    assert not collide([span(found, "count") for found in having(root, "text", "count")])
    assert not collide([span(found, "label") for found in having(root, "text", "label")])
    for bar in having(root, "rect", "bar"):
        assert float(bar.get("y") or 0) >= 0

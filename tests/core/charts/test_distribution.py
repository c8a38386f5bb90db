import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import NARROW, band_split, distribution
from core.scoring import Tally
from tests.core.charts.drawing import collide, having, parsed, span, texts, told

COUNTS = [6, 4, 0, 9, 12, 19, 24, 58, 92, 151, 1460]


def test_distribution_has_a_bar_for_each_score_with_its_number_above() -> None:
    """G8, G9: eleven scores, in the colors of their bands and named in words."""
    root = parsed(distribution(COUNTS))

    assert texts(root, "label") == [str(score) for score in range(11)]
    assert texts(root, "count") == [
        *["6", "4", "0", "9", "12", "19", "24", "58", "92", "151", "1,460"],
        *["Promoters", "Passives", "Detractors"],
    ]
    assert [len(having(root, "rect", band)) for band in ("detractor", "passive", "promoter")] == [6, 2, 2]
    assert told(root)[:2] == ["Score 0: 6 answers", "Score 1: 4 answers"]
    assert (root.get("aria-label") or "").startswith("Answers by score. 0: 6, 1: 4, 2: 0, ")


def test_distribution_of_nothing_has_no_bars() -> None:
    root = parsed(distribution([0] * 11))

    assert having(root, "rect", "bar") == []


def test_distribution_needs_eleven_numbers() -> None:
    with pytest.raises(ValueError, match="eleven"):
        distribution([1, 2, 3])


@given(st.lists(st.integers(0, 10**8), min_size=11, max_size=11), st.sampled_from([NARROW, 400]))
def test_distribution_numbers_never_touch_and_bars_stay_inside(counts: list[int], width: int) -> None:
    root = parsed(distribution(counts, width=width))

    above = having(root, "text", "count")[:11]
    assert not collide([span(found, "count") for found in above])
    for bar in having(root, "rect", "bar"):
        assert float(bar.get("y") or 0) >= 0
        assert float(bar.get("height") or 0) >= 2


def test_band_split_tells_each_share_in_words() -> None:
    """T18: the shares of the three bands."""
    root = parsed(band_split(Tally(32, 13, 6)))

    assert root.get("aria-label") == "62.7% promoters, 25.5% passives, 11.8% detractors"
    assert told(root) == [
        "Promoters: 62.7%, 32 of 51 answers",
        "Passives: 25.5%, 13 of 51 answers",
        "Detractors: 11.8%, 6 of 51 answers",
    ]


def test_band_split_leaves_out_an_empty_band() -> None:
    assert told(parsed(band_split(Tally(5)))) == ["Promoters: 100.0%, 5 of 5 answers"]


def test_band_split_of_nothing_says_so() -> None:
    """G10: an empty set shows no number."""
    assert parsed(band_split(Tally())).get("aria-label") == "No answers yet"

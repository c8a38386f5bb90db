import pytest

from core.charts import NARROW, WIDE, ComparisonRow, comparison
from core.scoring import Tally
from tests.core.charts.drawing import having, parsed, span, texts, told

ROWS = [
    ComparisonRow.of("Prospect", Tally(30, 40, 30)),
    ComparisonRow.of("New customer", Tally(60, 30, 10)),
    ComparisonRow.of("Renewal", Tally(3, 7, 10)),
    ComparisonRow.of("Loss", Tally(0, 0, 6)),
]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_comparison_shows_each_group_with_n_and_interval(width: int) -> None:
    """G4, G87: stages side by side, with n and margin."""
    root = parsed(comparison(ROWS, width=width, title="NPS by stage"))

    assert texts(root, "value") == ["0", "+50", "−35", "–"]
    assert {"Prospect", "New customer", "Renewal", "Loss", "100", "20", "6"} <= set(texts(root, "label"))
    assert told(root) == [
        "Prospect: 0, between −15 and +15, 100 answers",
        "New customer: +50, between +35 and +62, 100 answers",
        "Renewal: −35, between −60 and 0, 20 answers",
        "Loss: 6 answers, too few for a score",
    ]
    assert root.get("aria-label") == f"NPS by stage. {'; '.join(told(root))}"


def test_comparison_draws_bars_from_zero_and_whiskers_with_ends() -> None:
    root = parsed(comparison(ROWS))
    zero = float(having(root, "line", "axis")[0].get("x1") or 0)

    _, up, down = having(root, "rect", "bar")
    assert float(up.get("x") or 0) == zero
    assert float(down.get("x") or 0) + float(down.get("width") or 0) == pytest.approx(zero, abs=0.2)
    assert "chart-thin" in (down.get("class") or "")
    assert "chart-thin" not in (up.get("class") or "")
    assert len(having(root, "line", "whisker")) == 9


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_comparison_shortens_a_long_name_and_tells_it_in_full(width: int) -> None:
    name = "Established customers of a segment with a very long name indeed, and <more>"
    root = parsed(comparison([ComparisonRow.of(name, Tally(60, 30, 10)), *ROWS], width=width))

    label = next(found for found in having(root, "text", "label") if (found.text or "").startswith("Est"))
    value = having(root, "text", "value")[0]
    assert (label.text or "").endswith("…")
    assert span(label, "label")[1] < span(value, "value")[0]
    assert told(root)[0].startswith(name)


def test_comparison_of_nothing_says_so() -> None:
    assert parsed(comparison([])).get("aria-label") == "NPS by group: nothing to compare yet"


def test_comparison_of_a_row_without_interval_has_no_whisker() -> None:
    root = parsed(comparison([ComparisonRow("All", 20, None, 50)]))

    assert having(root, "line", "whisker") == []
    assert told(root) == ["All: +20, 50 answers"]

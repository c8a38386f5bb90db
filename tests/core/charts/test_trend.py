import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import NARROW, WIDE, TrendLevel, TrendMarker, TrendPoint, trend
from core.scoring import Tally
from tests.core.charts.drawing import collide, having, parsed, span, texts, told

SURE = Tally(60, 30, 10)


def series(*tallies: Tally) -> list[TrendPoint]:
    return [TrendPoint.of(f"M{number}", tally) for number, tally in enumerate(tallies, start=1)]


def test_trend_draws_line_band_and_last_value() -> None:
    """G86: current state and trend in one picture. G4: the margin is in it."""
    root = parsed(trend(series(Tally(40, 40, 20), SURE), title="NPS by month"))

    assert len(having(root, "path", "line")) == len(having(root, "path", "interval")) == 1
    assert texts(root, "value") == ["+50"]
    assert told(root) == [
        "M1: +20, between +5 and +34, 100 answers",
        "M2: +50, between +35 and +62, 100 answers",
    ]
    assert root.get("aria-label") == (
        "NPS by month: from +20 in M1 to +50 in M2; the band around the line is the range in which "
        "the true score lies at 95% confidence"
    )


def test_trend_leaves_a_gap_where_there_is_no_score() -> None:
    """G10: no answers, no number; under ten answers only the count."""
    root = parsed(trend(series(SURE, SURE, Tally(), Tally(5), SURE, SURE, SURE)))

    assert len(having(root, "path", "line")) == len(having(root, "path", "interval")) == 2
    assert len(having(root, "circle", "dot")) == 5
    assert told(root)[2:4] == ["M3: no answers", "M4: 5 answers, too few for a score"]


def test_trend_shows_few_answers_as_hollow_dots() -> None:
    root = parsed(trend(series(SURE, Tally(10, 5, 5), SURE)))

    assert [dot.get("class") for dot in having(root, "circle", "dot")] == [
        "chart-dot",
        "chart-dot chart-dot--tentative",
        "chart-dot",
    ]


def test_trend_of_a_single_period_still_shows_its_interval() -> None:
    root = parsed(trend(series(SURE)))

    assert len(having(root, "path", "interval")) == 1
    assert texts(root, "value") == ["+50"]
    assert root.get("aria-label") == "NPS over time: +50 in M1"


@pytest.mark.parametrize("points", [[], series(Tally(), Tally(3))])
def test_trend_without_a_score_says_so(points: list[TrendPoint]) -> None:
    """G10: an empty set shows no number."""
    root = parsed(trend(points))

    assert texts(root, "value") == []
    assert "No score to show yet" in texts(root, "label")
    assert root.get("aria-label") == "NPS over time: no score to show yet"


def test_trend_without_an_interval_draws_the_score_alone() -> None:
    root = parsed(trend([TrendPoint("Jan", 20, None, 50), TrendPoint("Feb", 25, None, 50)]))

    assert told(root) == ["Jan: +20, 50 answers", "Feb: +25, 50 answers"]


def test_trend_names_levels_and_markers() -> None:
    """G11, G12: baseline and goal. T23: what was changed, and when."""
    root = parsed(
        trend(
            series(*[SURE] * 12),
            levels=[TrendLevel(60, "Goal"), TrendLevel(-40, "Baseline")],
            markers=[TrendMarker(8.5, "Prices"), TrendMarker(2, "New onboarding")],
        )
    )

    assert told(root)[:2] == ["New onboarding", "Prices"]
    assert told(root)[2:4] == ["Goal: +60", "Baseline: −40"]
    assert {"Goal: +60", "Baseline: −40", "New onboarding", "Prices"} <= set(texts(root, "label"))
    assert len(having(root, "line", "line-soft")) == len(having(root, "line", "marker")) == 2


def test_trend_cannot_be_escaped_from() -> None:
    evil = '"><script>alert(1)</script>'

    drawing = trend(
        [TrendPoint(evil, 20, None, 50)] * 2,
        title=evil,
        levels=[TrendLevel(0, evil)],
        markers=[TrendMarker(1, evil)],
    )

    assert "<script" not in drawing
    assert told(parsed(drawing))[-1] == f"{evil}: +20, 50 answers"


tallies = st.lists(st.builds(Tally, *[st.integers(0, 200)] * 3), min_size=1, max_size=60)


@given(tallies, st.sampled_from([NARROW, WIDE]), st.sampled_from(["", "Jan 20", "Week ", "四半期"]))
def test_trend_labels_never_touch_and_stay_inside(counts: list[Tally], width: int, label: str) -> None:
    points = [TrendPoint.of(f"{label}{number}", tally) for number, tally in enumerate(counts)]
    root = parsed(trend(points, width=width))

    labels = having(root, "text", "label")
    bottom = max(float(found.get("y") or 0) for found in labels)
    periods = [found for found in labels if float(found.get("y") or 0) == bottom]
    assert periods[-1].text == points[-1].label
    assert not collide([span(found, "label") for found in periods])
    assert all(span(found, "value")[1] <= width for found in having(root, "text", "value"))


@given(st.lists(st.floats(0, 11), max_size=6), st.sampled_from([NARROW, WIDE]))
def test_trend_marker_names_never_touch(places: list[float], width: int) -> None:
    markers = [TrendMarker(at, f"Release {number}") for number, at in enumerate(places)]
    root = parsed(trend(series(*[SURE] * 12), markers=markers, width=width))

    names = [found for found in having(root, "text", "label") if (found.text or "").startswith("Rel")]
    assert not collide([span(found, "label") for found in names])
    assert all(start >= 0 and end <= width for start, end in (span(found, "label") for found in names))

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import NARROW, WIDE, HistoryPoint, StageSpan, level_line, score_history, sparkline
from tests.core.charts.drawing import collide, having, parsed, span, texts, told

POINTS = [
    HistoryPoint(date(2024, 3, 1), 9),
    HistoryPoint(date(2023, 2, 10), 6),
    HistoryPoint(date(2025, 4, 2), 8),
]
SPANS = [
    StageSpan("prospect", "Prospect", date(2022, 1, 1), date(2023, 2, 1)),
    StageSpan("advocate", "Advocate", date(2023, 2, 1)),
]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_score_history_shows_scores_over_stages(width: int) -> None:
    """G5, G57, T50: one customer's scores in order of time, with the stages below."""
    root = parsed(score_history(POINTS, spans=SPANS, width=width))

    assert told(root) == [
        "10 Feb 2023: 6, detractor",
        "1 Mar 2024: 9, promoter",
        "2 Apr 2025: 8, passive",
        "Prospect: from 1 Jan 2022 to 1 Feb 2023",
        "Advocate: from 1 Feb 2023",
    ]
    assert texts(root, "count") == ["6", "9", "8", "Prospect", "Advocate"]
    assert [len(having(root, "circle", band)) for band in ("detractor", "promoter", "passive")] == [1, 1, 1]
    assert len(having(root, "rect", "stage-prospect")) == len(having(root, "path", "line")) == 1
    assert root.get("aria-label") == f"Scores over time. {'; '.join(told(root)[:3])}"


def test_score_history_names_bands_in_words_or_by_their_scores() -> None:
    """G80: never by color alone."""
    assert {"Promoter", "Passive", "Detractor"} <= set(texts(parsed(score_history(POINTS)), "label"))
    assert {"9–10", "7–8", "0–6"} <= set(texts(parsed(score_history(POINTS, width=NARROW)), "label"))


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (["2025-01-05"], ["5 Jan 2025"]),
        (["2025-01-05", "2025-01-20"], ["5 Jan 2025", "20 Jan 2025"]),
        (["2024-12-20", "2025-03-10"], ["Jan 2025", "Feb 2025", "Mar 2025"]),
        (["2015-06-01", "2025-06-01"], ["2016", "2018", "2020", "2022", "2024"]),
        (["1925-06-01", "2025-06-01"], [str(year) for year in range(1930, 2030, 10)]),
    ],
)
def test_score_history_labels_time_by_what_there_is_room_for(days: list[str], labels: list[str]) -> None:
    points = [HistoryPoint(date.fromisoformat(day), 5) for day in days]

    assert texts(parsed(score_history(points)), "label")[3:] == labels


@given(
    st.lists(
        st.builds(HistoryPoint, st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 10)), min_size=1
    ),
    st.sampled_from([NARROW, WIDE]),
)
def test_score_history_texts_never_touch(points: list[HistoryPoint], width: int) -> None:
    root = parsed(score_history(points, width=width))

    assert len(having(root, "circle", "dot")) == len(points)
    assert not collide([span(found, "count") for found in having(root, "text", "count")])
    assert not collide([span(found, "label") for found in having(root, "text", "label")[3:]])


def test_score_history_without_answers_says_so() -> None:
    root = parsed(score_history([]))

    assert root.get("aria-label") == "No answers yet"
    assert texts(root, "label") == ["No answers yet"]


def test_score_history_of_stages_alone_has_no_line() -> None:
    root = parsed(score_history([], spans=SPANS[:1]))

    assert having(root, "path", "line") == []
    assert told(root) == ["Prospect: from 1 Jan 2022 to 1 Feb 2023"]


def test_sparkline_is_one_line_and_the_last_score_as_a_dot() -> None:
    """G84: the score history at a glance."""
    root = parsed(sparkline([6, 8, 9]))

    assert len(having(root, "path", "line")) == len(having(root, "circle", "promoter")) == 1
    assert root.get("aria-label") == "Scores over time: 6, 8, 9"


@pytest.mark.parametrize(("scores", "told_as"), [([], "No answers yet"), ([3], "Scores over time: 3")])
def test_sparkline_of_one_answer_or_none(scores: list[int], told_as: str) -> None:
    root = parsed(sparkline(scores))

    assert having(root, "path", "line") == []
    assert root.get("aria-label") == told_as


def test_level_line_runs_by_days_between_the_least_and_the_most() -> None:
    """T36: usage at a glance."""
    readings = [(date(2026, 1, 1), 10.0), (date(2026, 1, 2), 30.0), (date(2026, 1, 11), 20.0)]
    root = parsed(level_line(readings, told="Seats"))

    (line,) = having(root, "path", "line")
    assert line.get("d") == "M5 19 L13.6 5 L91 12"
    assert (root.get("aria-label"), len(having(root, "circle", "dot"))) == ("Seats", 1)


def test_level_line_of_one_reading_none_or_the_same_ones() -> None:
    day = date(2026, 1, 1)
    assert having(parsed(level_line([(day, 4.0)], told="One")), "path", "line") == []
    assert having(parsed(level_line([], told="None")), "circle", "dot") == []
    same = parsed(level_line([(day, 4.0), (date(2026, 1, 3), 4.0)], told="Same"))
    assert having(same, "path", "line")[0].get("d") == "M5 12 L91 12"

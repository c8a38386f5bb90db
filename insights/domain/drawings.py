"""The pages' numbers as charts, each in a wide and a narrow drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dateformat import format as date_format

from core import charts
from insights.domain.months import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from insights.domain.months import MonthScore
    from insights.domain.stages import StageScore
    from insights.domain.story.telling import Story


def trend(months: Sequence[MonthScore], *, height: float = 320) -> SafeString:
    """The score of each month with its interval."""
    label = "M" if len(months) <= USUAL else "M Y"
    points = [charts.TrendPoint.of(date_format(month.first, label), month.score.tally) for month in months]
    return charts.responsive(
        charts.trend(points, height=height, title="NPS by month"),
        charts.trend(points, width=charts.NARROW, height=210, title="NPS by month"),
    )


def stages(rows: Sequence[StageScore]) -> SafeString:
    """The stages side by side; those that nobody answered in are left to the table."""
    bars = [charts.ComparisonRow.of(row.label, row.score.tally) for row in rows if row.score.n]
    title = "NPS by lifecycle stage"
    return charts.responsive(
        charts.comparison(bars, title=title), charts.comparison(bars, width=charts.NARROW, title=title)
    )


def distribution(counts: Sequence[int]) -> SafeString:
    """How the answers spread over the eleven scores."""
    return charts.distribution(counts)


def history(story: Story) -> SafeString:
    """A customer's scores over time above the stages they were in."""
    return charts.responsive(
        charts.score_history(story.points, spans=story.spans),
        charts.score_history(story.points, spans=story.spans, width=charts.NARROW),
    )

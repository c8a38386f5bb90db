"""A few values as a line of a word's size, for tables and beside numbers."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from core.charts import svg
from core.scoring import band_of


def sparkline(scores: Sequence[int], *, width: float = 96, height: float = 24) -> SafeString:
    """Scores in order of time, evenly spaced on the scale of 0 to 10, the last one as a dot."""
    if not scores:
        return svg.chart(width, height, "No answers yet")
    step = (width - 10) / max(1, len(scores) - 1)
    places = [
        (5 + index * step, height - 5 - score / 10 * (height - 10)) for index, score in enumerate(scores)
    ]
    x, y = places[-1]
    told = f"Scores over time: {', '.join(str(score) for score in scores)}"
    marks = [svg.path(places, "line")] if len(scores) > 1 else []
    dot = svg.tag("circle", class_=f"chart-dot chart-{band_of(scores[-1])}", cx=x, cy=y, r=3.5)
    return svg.chart(width, height, told, *marks, dot)


def level_line(
    readings: Sequence[tuple[date, float]], *, told: str, width: float = 96, height: float = 24
) -> SafeString:
    """Readings by their days, from the lowest to the highest of them, the last one as a dot.

    `told` is the sentence for those who do not see it.
    """
    if not readings:
        return svg.chart(width, height, told)
    first, last = readings[0][0], readings[-1][0]
    least, most = min(value for _, value in readings), max(value for _, value in readings)
    days, span = (last - first).days or 1, most - least
    places = [
        (
            5 + (on - first).days / days * (width - 10),
            # What never changes runs through the middle.
            height - 5 - ((value - least) / span if span else 0.5) * (height - 10),
        )
        for on, value in readings
    ]
    x, y = places[-1]
    marks = [svg.path(places, "line")] if len(places) > 1 else []
    return svg.chart(width, height, told, *marks, svg.tag("circle", class_="chart-dot", cx=x, cy=y, r=3.5))

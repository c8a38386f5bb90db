"""A few scores as a line of a word's size, for tables."""

from collections.abc import Sequence

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

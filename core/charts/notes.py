"""What stands beside the line of a trend: levels to compare it with, and what happened when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.measure import shorten, text_width
from core.charts.plot import Plot
from core.scoring import signed

_ABOVE, _BELOW = -5, 14


@dataclass(frozen=True, slots=True)
class TrendLevel:
    """A score to compare with, such as a goal or a baseline."""

    nps: int
    label: str

    @property
    def told(self) -> str:
        """The level in words, such as "Goal: +50"."""
        return f"{self.label}: {signed(self.nps)}"


@dataclass(frozen=True, slots=True)
class TrendMarker:
    """Something that happened: ``at`` counts periods from the first, 2.5 is amid the third."""

    at: float
    label: str


def draw_levels(
    plot: Plot, levels: Sequence[TrendLevel], scores: Sequence[tuple[float, float]]
) -> Iterator[SafeString]:
    """A dashed line for each, named where the line of the scores is farthest."""
    for level in levels:
        y = plot.y(level.nps)
        name = shorten(level.told, plot.right - plot.left - 8, "label")
        x, baseline, anchor = _free_corner(plot, y, text_width(name, "label"), scores)
        yield svg.point(
            level.told,
            svg.line(plot.left, y, plot.right, y, "line-soft"),
            svg.text(x, baseline, name, "label", anchor),
        )


def _free_corner(
    plot: Plot, y: float, width: float, scores: Sequence[tuple[float, float]]
) -> tuple[float, float, str]:
    """Of the four ends above and below a level, the one with most room to the scores."""

    def room(corner: tuple[float, float, str]) -> float:
        x, baseline, anchor = corner
        start = x if anchor == "start" else x - width
        near = [abs(score - (baseline - 4)) for at, score in scores if start - 12 <= at <= start + width + 12]
        return min(near, default=plot.bottom)

    ends = ((plot.left + 4, "start"), (plot.right - 4, "end"))
    return max(((x, y + shift, anchor) for x, anchor in ends for shift in (_ABOVE, _BELOW)), key=room)


def draw_markers(plot: Plot, markers: Sequence[TrendMarker]) -> Iterator[SafeString]:
    """An upright line for each, named to its right, or to its left where there is more room."""
    ordered = sorted(markers, key=lambda marker: marker.at)
    places = [*(plot.x(marker.at) for marker in ordered), plot.right]
    taken = plot.left
    for marker, (x, following) in zip(ordered, pairwise(places), strict=True):
        before, after = x - taken - 12, following - x - 12
        to_left = after < text_width(marker.label, "label") and before > after
        name = shorten(marker.label, before if to_left else after, "label")
        offset, anchor = (-5, "end") if to_left else (5, "start")
        yield svg.point(
            marker.label,
            svg.line(x, plot.top - 14, x, plot.bottom, "marker"),
            svg.text(x + offset, plot.top - 6, name, "label", anchor),
        )
        taken = x if to_left else x + 5 + text_width(name, "label")

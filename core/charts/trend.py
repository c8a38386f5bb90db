"""The score over time, with its interval as a band."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.axis import Axis
from core.charts.frame import WIDE
from core.charts.measure import text_width, thinned
from core.charts.measured import Measured
from core.charts.notes import TrendLevel, TrendMarker, draw_levels, draw_markers
from core.charts.plot import Plot
from core.scoring import signed


class TrendPoint(Measured):
    """The score of one period."""

    __slots__ = ()


def trend(
    points: Sequence[TrendPoint],
    *,
    width: float = WIDE,
    height: float = 240,
    title: str = "NPS over time",
    markers: Sequence[TrendMarker] = (),
    levels: Sequence[TrendLevel] = (),
) -> SafeString:
    """A line of scores, oldest first, with the interval of each as a band around it.

    Periods without a score, or with fewer than ten answers, leave a gap; those with fewer than
    thirty are hollow dots. The vertical axis fits the scores and their intervals.
    """
    plot = _plot(points, levels, width, height, room_above=20 if markers else 8)
    return svg.chart(
        width,
        height,
        _sentence(title, points),
        *_grid(plot),
        *draw_markers(plot, markers),
        *(_run(plot, run) for run in _runs(points)),
        *draw_levels(plot, levels, _scores(plot, points)),
        *_period_labels(plot, points, height),
        *(_dot(plot, index, period) for index, period in enumerate(points)),
        *_last_value(plot, points),
    )


def _scores(plot: Plot, points: Sequence[TrendPoint]) -> list[tuple[float, float]]:
    """Where each score that is shown lies."""
    scored = ((index, period.score) for index, period in enumerate(points))
    return [(plot.x(index), plot.y(score)) for index, score in scored if score is not None]


def _plot(
    points: Sequence[TrendPoint],
    levels: Sequence[TrendLevel],
    width: float,
    height: float,
    room_above: float,
) -> Plot:
    values = [end for period in points if period.range for end in (*period.range, float(period.score or 0))]
    axis = Axis.around([*values, *(level.nps for level in levels)], most=int(height / 40) + 1)
    ticks = max(text_width(signed(tick), "label") for tick in axis.ticks)
    last = max((text_width(signed(period.score), "value") for period in points), default=0.0)
    return Plot(
        left=ticks + 8,
        right=width - last - 10,
        top=room_above,
        bottom=height - 26,
        axis=axis,
        periods=len(points),
    )


def _grid(plot: Plot) -> Iterator[SafeString]:
    for tick in plot.axis.ticks:
        y = plot.y(tick)
        yield svg.line(plot.left, y, plot.right, y, "axis" if tick == 0 else "grid")
        yield svg.text(plot.left - 8, y + 4, signed(tick), "label", "end")


def _period_labels(plot: Plot, points: Sequence[TrendPoint], height: float) -> Iterator[SafeString]:
    labels = [period.label for period in points]
    for index, (label, kept) in enumerate(zip(labels, thinned(labels, plot.spacing), strict=True)):
        if kept:
            yield svg.text(plot.x(index), height - 8, label, "label")


def _runs(points: Sequence[TrendPoint]) -> Iterator[list[tuple[int, TrendPoint]]]:
    """The stretches of periods that have a score, with their positions."""
    for has_score, run in groupby(enumerate(points), key=lambda pair: pair[1].score is not None):
        if has_score:
            yield list(run)


def _run(plot: Plot, run: Sequence[tuple[int, TrendPoint]]) -> SafeString:
    lows = [(plot.x(index), plot.y(period.range[0])) for index, period in run if period.range]
    highs = [(plot.x(index), plot.y(period.range[1])) for index, period in run if period.range]
    if len(run) == 1:
        # A band needs a width: a few units to either side of the lonely dot.
        lows, highs = _widened(lows[0]), _widened(highs[0])
    scores = [(plot.x(index), plot.y(period.score)) for index, period in run if period.score is not None]
    return svg.join([svg.path([*highs, *reversed(lows)], "interval", closed=True), svg.path(scores, "line")])


def _widened(place: tuple[float, float]) -> list[tuple[float, float]]:
    x, y = place
    return [(x - 6, y), (x + 6, y)]


def _dot(plot: Plot, index: int, period: TrendPoint) -> SafeString:
    left = plot.x(index - 0.5) if index else plot.x(0) - plot.spacing / 4
    right = plot.x(index + 0.5) if index < plot.periods - 1 else plot.x(index) + plot.spacing / 4
    marks = [svg.hit(left, plot.top, max(1.0, right - left), plot.bottom - plot.top)]
    if period.score is not None:
        kind = "chart-dot chart-dot--tentative" if period.tentative else "chart-dot"
        radius = 3.5 if plot.spacing >= 12 else 2
        marks.append(svg.tag("circle", class_=kind, cx=plot.x(index), cy=plot.y(period.score), r=radius))
    return svg.point(period.told, *marks)


def _last_value(plot: Plot, points: Sequence[TrendPoint]) -> Iterator[SafeString]:
    places = _scores(plot, points)
    if not places:
        middle = (plot.left + plot.right) / 2
        yield svg.text(middle, (plot.top + plot.bottom) / 2 - 8, "No score to show yet", "label")
        return
    x, y = places[-1]
    score = next(period.score for period in reversed(points) if period.score is not None)
    yield svg.text(x + 8, y + 5, signed(score), "value", "start")


def _sentence(title: str, points: Sequence[TrendPoint]) -> str:
    scored = [(period.label, period.score) for period in points if period.score is not None]
    if not scored:
        return f"{title}: no score to show yet"
    (first, earliest), (last, latest) = scored[0], scored[-1]
    if len(scored) == 1:
        return f"{title}: {signed(latest)} in {last}"
    return (
        f"{title}: from {signed(earliest)} in {first} to {signed(latest)} in {last}; "
        "the band around the line is the range in which the true score lies at 95% confidence"
    )

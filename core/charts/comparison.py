"""Scores of several groups side by side, each with its interval as a whisker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.axis import Axis
from core.charts.frame import WIDE
from core.charts.measure import shorten, text_width
from core.charts.measured import Measured
from core.scoring import signed

# Below this width a group's name stands on a line of its own above its bar.
_ROOM_FOR_NAMES = 480
_BAR = 12


class ComparisonRow(Measured):
    """The score of one group."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things are in the drawing."""

    width: float
    left: float
    right: float
    stacked: bool
    axis: Axis

    def x(self, nps: float) -> float:
        return self.axis.place(nps, self.left, self.right)

    @property
    def pitch(self) -> float:
        return 46 if self.stacked else 32


def comparison(
    rows: Sequence[ComparisonRow], *, width: float = WIDE, title: str = "NPS by group"
) -> SafeString:
    """A bar from zero for each group, in the order given, with its interval, score and answers.

    Groups with fewer than ten answers have no bar, those with fewer than thirty a faint one.
    The height follows from the number of rows.
    """
    plot = _plot(rows, width)
    head, height = 22, 22 + plot.pitch * len(rows) + 22
    return svg.chart(
        width,
        height,
        _sentence(title, rows),
        svg.text(width - 58, 14, "NPS", "count", "end"),
        svg.text(width, 14, "Answers", "count", "end"),
        *_grid(plot, head, height - 22),
        *(_row(plot, row, head + index * plot.pitch) for index, row in enumerate(rows)),
    )


def _plot(rows: Sequence[ComparisonRow], width: float) -> _Plot:
    stacked = width < _ROOM_FOR_NAMES
    names = max((text_width(row.label, "label") for row in rows), default=0.0)
    left = 14.0 if stacked else min(names + 24, 0.32 * width)
    right = width - 14 if stacked else width - 112
    values = [end for row in rows if row.range for end in (*row.range, float(row.score or 0))]
    axis = Axis.around([0.0, *values], most=int((right - left) / 48) + 1)
    return _Plot(width, left, right, stacked, axis)


def _grid(plot: _Plot, top: float, bottom: float) -> Iterator[SafeString]:
    for tick in plot.axis.ticks:
        x = plot.x(tick)
        yield svg.line(x, top, x, bottom, "axis" if tick == 0 else "grid")
        yield svg.text(x, bottom + 16, signed(tick), "label")


def _row(plot: _Plot, row: ComparisonRow, top: float) -> SafeString:
    middle = top + (34 if plot.stacked else plot.pitch / 2)
    baseline = top + 18 if plot.stacked else middle + 4
    room = plot.width - 112 if plot.stacked else plot.left - 16
    return svg.point(
        row.told,
        svg.hit(0, top, plot.width, plot.pitch),
        *_bar(plot, row, middle),
        svg.text(0, baseline, shorten(row.label, room, "label"), "label", "start"),
        svg.text(plot.width - 58, baseline, signed(row.score), "value", "end"),
        svg.text(plot.width, baseline, f"{row.n:,}", "label", "end"),
    )


def _bar(plot: _Plot, row: ComparisonRow, middle: float) -> Iterator[SafeString]:
    if row.score is None or row.range is None:
        return
    start, end = sorted((plot.x(0), plot.x(row.score)))
    kind = "promoter" if row.score >= 0 else "detractor"
    yield svg.tag(
        "rect",
        class_=f"chart-bar chart-{kind}{' chart-thin' if row.tentative else ''}",
        x=start,
        y=middle - _BAR / 2,
        width=max(1.0, end - start),
        height=_BAR,
        rx=2,
    )
    low, high = (plot.x(end) for end in row.range)
    if row.interval is not None:
        yield svg.line(low, middle, high, middle, "whisker")
        yield svg.line(low, middle - 4, low, middle + 4, "whisker")
        yield svg.line(high, middle - 4, high, middle + 4, "whisker")


def _sentence(title: str, rows: Sequence[ComparisonRow]) -> str:
    return f"{title}. {'; '.join(row.told for row in rows)}" if rows else f"{title}: nothing to compare yet"

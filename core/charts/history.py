"""One customer's scores over the years, above the lifecycle stages they passed through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as date_format
from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.frame import WIDE
from core.charts.measure import apart, shorten, text_width
from core.charts.timeline import Timeline
from core.scoring import Band, band_of, scores_of

_ROOM_FOR_WORDS = 480
_STRIP = 10


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """A score and the local day it was given."""

    on: date
    score: int

    @property
    def told(self) -> str:
        """The answer in words, such as "5 Jan 2026: 9, promoter"."""
        return f"{date_format(self.on, 'j M Y')}: {self.score}, {band_of(self.score).label.lower()}"


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stretch of time in one stage; ``code`` chooses the color, no ``until`` means it lasts."""

    code: str
    label: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things are in the drawing."""

    top: float
    bottom: float
    times: Timeline

    def y(self, score: float) -> float:
        """Half a score of room above ten and below zero."""
        return self.bottom - (score + 0.5) / 11 * (self.bottom - self.top)


def score_history(
    points: Sequence[HistoryPoint],
    *,
    width: float = WIDE,
    height: float = 220,
    spans: Sequence[StageSpan] = (),
) -> SafeString:
    """Every score at its day, on the grounds of the three bands, with the stages as a strip below.

    The time shown runs from the first answer or stage to the last.
    """
    in_order = sorted(points, key=lambda given: given.on)
    words = width >= _ROOM_FOR_WORDS
    left = 8 + max(text_width(_name(band, words=words), "label") for band in Band)
    dates = [given.on for given in points] + [
        day for span in spans for day in (span.since, span.until) if day is not None
    ]
    if not dates:
        empty = svg.text(width / 2, height / 2, "No answers yet", "label")
        return svg.chart(width, height, _sentence(in_order), empty)
    plot = _Plot(
        top=4,
        bottom=height - (52 if spans else 26),
        times=Timeline.over(dates, left=left + 12, right=width - 28),
    )
    return svg.chart(
        width,
        height,
        _sentence(in_order),
        *_zones(plot, left, width, words=words),
        *_ticks(plot),
        *_scores(plot, in_order),
        *(_span(plot, span, height - 24) for span in spans),
    )


def _name(band: Band, *, words: bool) -> str:
    return band.label if words else band.range_label


def _zones(plot: _Plot, left: float, width: float, *, words: bool) -> Iterator[SafeString]:
    for band in Band:
        scores = scores_of(band)
        top, bottom = plot.y(scores[-1] + 0.5), plot.y(scores[0] - 0.5)
        yield svg.tag(
            "rect",
            class_=f"chart-zone-{band}",
            x=left,
            y=top + 1,
            width=width - left,
            height=bottom - top - 2,
        )
        yield svg.text(left - 8, (top + bottom) / 2 + 4, _name(band, words=words), "label", "end")


def _ticks(plot: _Plot) -> Iterator[SafeString]:
    for x, label in plot.times.ticks():
        yield svg.text(x, plot.bottom + 18, label, "label")


def _scores(plot: _Plot, points: Sequence[HistoryPoint]) -> Iterator[SafeString]:
    places = [(plot.times.x(given.on), plot.y(given.score)) for given in points]
    if len(places) > 1:
        yield svg.path(places, "line")
    widths = [text_width(str(given.score), "count") for given in points]
    numbered = apart([x for x, _ in places], widths)
    for given, (x, y), with_number in zip(points, places, numbered, strict=True):
        band = band_of(given.score)
        marks = [
            svg.hit(x - 8, plot.top, 16, plot.bottom - plot.top),
            svg.tag("circle", class_=f"chart-dot chart-{band}", cx=x, cy=y, r=5),
        ]
        if with_number:
            # Above the dot, but for the highest scores, which have no room there.
            marks.append(svg.text(x, y + 18 if given.score >= 9 else y - 10, str(given.score), "count"))
        yield svg.point(given.told, *marks)


def _span(plot: _Plot, span: StageSpan, top: float) -> SafeString:
    start = plot.times.x(span.since)
    end = plot.times.x(span.until) if span.until else plot.times.right
    name = shorten(span.label, end - start - 4, "count")
    until = f" to {date_format(span.until, 'j M Y')}" if span.until else ""
    strip = svg.tag(
        "rect",
        class_=f"chart-stage-{span.code}",
        x=start,
        y=top,
        width=max(1.0, end - start - 1),
        height=_STRIP,
        rx=2,
    )
    return svg.point(
        f"{span.label}: from {date_format(span.since, 'j M Y')}{until}",
        strip,
        svg.text(start + 1, top + 22, name, "count", "start"),
    )


def _sentence(points: Sequence[HistoryPoint]) -> str:
    if not points:
        return "No answers yet"
    return f"Scores over time. {'; '.join(given.told for given in points)}"

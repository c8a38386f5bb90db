"""How many there were in each period: a column from zero for each, its number above."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.frame import WIDE
from core.charts.measure import brief, thinned

_LEAST = 2
_WIDEST = 36


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its label below, how many, and the same in words, such as "March: 12 advocates"."""

    label: str
    number: int
    told: str
    # A period that is not over is drawn faintly.
    is_partial: bool = False


def columns(
    periods: Sequence[Column], *, width: float = WIDE, height: float = 180, title: str = ""
) -> SafeString:
    """The periods side by side, oldest first. Where labels would touch, every second is left out, or more."""
    slot = width / max(1, len(periods))
    most = max((period.number for period in periods), default=0)
    kept = thinned([period.label for period in periods], slot)
    return svg.chart(
        width,
        height,
        f"{title}. {'; '.join(period.told for period in periods)}",
        svg.line(0, height - 24, width, height - 24, "axis"),
        *(
            _column(period, (index + 0.5) * slot, slot, height - 24, most, has_label=shown)
            for index, (period, shown) in enumerate(zip(periods, kept, strict=True))
        ),
    )


def _column(
    period: Column, middle: float, slot: float, floor: float, most: int, *, has_label: bool
) -> SafeString:
    tall = (floor - 22) * period.number / max(1, most)
    bar, wide = (max(_LEAST, tall) if period.number else 0), min(_WIDEST, slot - 6)
    marks = [svg.hit(middle - slot / 2, 0, slot, floor)]
    if period.number:
        marks.append(
            svg.tag(
                "rect",
                class_=f"chart-bar{' chart-thin' if period.is_partial else ''}",
                x=middle - wide / 2,
                y=floor - bar,
                width=wide,
                height=bar,
                rx=2,
            )
        )
        marks.append(svg.text(middle, floor - bar - 6, brief(period.number, slot - 2), "count"))
    if has_label:
        marks.append(svg.text(middle, floor + 16, period.label, "label"))
    return svg.point(period.told, *marks)

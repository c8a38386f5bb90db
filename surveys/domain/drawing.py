"""Days as a picture: those to come by who will be asked, those behind by what was sent and answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from core.charts import NARROW, WIDE, responsive, svg
from surveys.domain.describing import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.safestring import SafeString

    from surveys.domain.funnel import Day
    from surveys.domain.outlook import Outlook

WIDTH, HEIGHT, FLOOR, TOP = 320, 112, 90, 18


def days_ahead(ahead: Outlook, *, today: date) -> SafeString:
    """A column a day, today first, with the most written on top of its column."""
    days = [today + timedelta(days=number) for number in range(ahead.days + 1)]
    most = max([ahead.by_day[day] for day in days], default=0)
    slot = WIDTH / len(days)
    busiest = next((day for day in days if most and ahead.by_day[day] == most), None)
    columns = [_column(day, ahead.by_day[day], number * slot, slot, most) for number, day in enumerate(days)]
    told = f"{plural(ahead.asked, 'customer')} to be asked in {ahead.days} days"
    if busiest:
        told += f", most of them, {most:,}, on {date_format(busiest, 'M j')}"
    return svg.chart(
        WIDTH,
        HEIGHT,
        told,
        svg.line(0, FLOOR, WIDTH, FLOOR, "axis"),
        *columns,
        *([_peak(days.index(busiest), most, slot)] if busiest else []),
        svg.text(0, HEIGHT - 6, "Today", "label", "start"),
        svg.text(WIDTH, HEIGHT - 6, date_format(days[-1], "M j"), "label", "end"),
    )


def _column(day: date, number: int, x: float, slot: float, most: int) -> SafeString:
    tall = max(2.0, (FLOOR - TOP) * number / most) if number else 0.0
    bar = [svg.tag("rect", class_="chart-bar", x=x + 1, y=FLOOR - tall, width=slot - 2, height=tall, rx=1.5)]
    told = f"{date_format(day, 'l, M j')}: {plural(number, 'customer')}"
    return svg.point(told, svg.hit(x, 0, slot, FLOOR), *(bar if number else []))


def _peak(index: int, most: int, slot: float) -> SafeString:
    middle = (index + 0.5) * slot
    anchor = "start" if index < 3 else "middle"
    return svg.text(middle if index >= 3 else index * slot, TOP - 5, f"{most:,}", "count", anchor)


def days_behind(days: Sequence[Day], *, today: date, number: int) -> SafeString:
    """A column a day up to today: all that was sent, and in it what was answered of that."""
    by_day = {day.on: day for day in days}
    wide = [today - timedelta(days=back) for back in range(number - 1, -1, -1)]
    narrow = wide[number // 2 :]
    return responsive(_behind(by_day, wide, WIDE), _behind(by_day, narrow, NARROW))


def _behind(by_day: dict[date, Day], days: Sequence[date], width: int) -> SafeString:
    shown = [by_day[day] for day in days if day in by_day]
    most = max([day.sent for day in shown], default=0)
    slot = width / len(days)
    total, answered = sum(day.sent for day in shown), sum(day.answered for day in shown)
    columns = [
        _sent_column(by_day[day], place * slot, slot, most) for place, day in enumerate(days) if day in by_day
    ]
    return svg.chart(
        width,
        HEIGHT,
        f"{plural(total, 'mail')} sent in {len(days)} days, {answered:,} of them answered",
        svg.line(0, FLOOR, width, FLOOR, "axis"),
        *columns,
        *([svg.text(0, TOP - 5, f"{most:,}", "count", "start")] if most else []),
        svg.text(0, HEIGHT - 6, date_format(days[0], "M j"), "label", "start"),
        svg.text(width, HEIGHT - 6, "Today", "label", "end"),
    )


def _sent_column(day: Day, x: float, slot: float, most: int) -> SafeString:
    gap = min(1.0, slot / 6)

    def bar(number: int, kind: str) -> SafeString:
        tall = max(1.5, (FLOOR - TOP) * number / most) if number else 0.0
        return svg.tag(
            "rect", class_=kind, x=x + gap, y=FLOOR - tall, width=slot - 2 * gap, height=tall, rx=1
        )

    told = f"{date_format(day.on, 'l, M j')}: {day.sent:,} sent, {day.answered:,} answered"
    return svg.point(
        told, svg.hit(x, 0, slot, FLOOR), bar(day.sent, "chart-bar-soft"), bar(day.answered, "chart-bar")
    )

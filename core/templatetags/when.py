"""Instants as people read them: near ones relative, far ones as a date, the exact one on hover."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()

NONE = "–"
SOON = timedelta(hours=4)

Style = Literal["short", "exact", "date", "time"]


@register.simple_tag
def when(value: datetime | date | None, style: Style = "short") -> SafeString | str:
    """A <time> element in the reader's zone: ``{% when response.created_at %}``.

    `style` is short ("5 h ago", "Nov 21"), exact (date and time), date or time. A plain date has no
    zone and shows as one; None shows a dash.
    """
    if value is None:
        return NONE
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "M j, Y"))
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        exactly(local),
        _text(local, style),
    )


@register.simple_tag
def until(due_at: datetime | None, done_at: datetime | None = None) -> SafeString | str:
    """What is left until a deadline, or how far it is gone: "3 h left", "2 h overdue".

    With `done_at` the clock has stopped: "in time" or "2 h late".
    """
    if due_at is None:
        return NONE
    kind, text = _left(due_at, now=timezone.now()) if done_at is None else _kept(due_at, done_at)
    return format_html(
        '<time class="due due-{}" datetime="{}" title="Due {}">{}</time>',
        kind,
        due_at.isoformat(timespec="seconds"),
        exactly(timezone.localtime(due_at)),
        text,
    )


@register.filter
def span(value: timedelta | None) -> str:
    """A length of time in its largest unit that reads well: "45 min", "7 h", "3 d"."""
    if value is None:
        return NONE
    minutes = int(abs(value).total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 1)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} d"


def exactly(local: datetime) -> str:
    """The instant in full, with its zone: "Saturday, November 21, 2026, 14:03 CET"."""
    return f"{date_format(local, 'l, F j, Y, H:i')} {local.tzname()}"


def relatively(local: datetime, *, now: datetime) -> str:
    """An instant as seen from `now`, both in the reader's zone."""
    distance = local - now
    if abs(distance) < timedelta(minutes=1):
        return "just now" if distance <= timedelta() else "in a moment"
    if abs(distance) < timedelta(hours=24):
        return f"in {span(distance)}" if distance > timedelta() else f"{span(distance)} ago"
    days = (local.date() - now.date()).days
    if days in {-1, 1}:
        return "yesterday" if days < 0 else "tomorrow"
    if abs(days) < 7:
        return f"in {days} days" if days > 0 else f"{-days} days ago"
    return date_format(local, "M j" if local.year == now.year else "M j, Y")


def _text(local: datetime, style: Style) -> str:
    if style == "short":
        return relatively(local, now=timezone.localtime(timezone.now(), local.tzinfo))
    formats = {"exact": "M j, Y, H:i", "date": "M j, Y", "time": "H:i"}
    return date_format(local, formats[style])


def _left(due_at: datetime, *, now: datetime) -> tuple[str, str]:
    left = due_at - now
    if left < timedelta():
        return "late", f"{span(left)} overdue"
    return ("soon" if left < SOON else "later"), f"{span(left)} left"


def _kept(due_at: datetime, done_at: datetime) -> tuple[str, str]:
    if done_at <= due_at:
        return "later", "in time"
    return "late", f"{span(done_at - due_at)} late"

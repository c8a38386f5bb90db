"""Numbers, days and lists as sentences have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plural(number: int, word: str) -> str:
    """The number with its word: "1 day", "1,204 days"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def spoken_day(day: date) -> str:
    """A day of the calendar: "March 1, 2026"."""
    return date_format(day, "F j, Y")


def clock(value: object) -> str:
    """A time of day without a leading zero: "9:00"."""
    return f"{value:%H:%M}".removeprefix("0")


def days_of_week(weekdays: Sequence[int]) -> str:
    """Weekdays by their numbers: "any day", "weekdays", "Saturdays and Sundays"."""
    chosen = sorted(weekdays)
    if chosen == list(range(7)):
        return "any day"
    if chosen == list(range(5)):
        return "weekdays"
    return listed([f"{WEEKDAYS[day]}s" for day in chosen]) or "no day"

"""Fields that several forms of the settings use."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms

from core.calendars import known_zone

CONTINENTS_AND_OCEANS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


class LineField(forms.CharField):
    """Text of one line: in a mail's header a second line would be another header."""

    def to_python(self, value: Any) -> str | None:
        """The text with every run of blanks and line breaks as one blank."""
        text: str | None = super().to_python(value)
        return " ".join(text.split()) if text else text


class ZoneField(forms.ChoiceField):
    """A time zone, grouped by continent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=zone_choices, **options)


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every known zone, in groups: ("Europe", [("Europe/Berlin", "Berlin"), …])."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(filter(known_zone, available_timezones())):
        place, _, city = name.partition("/")
        group, label = (place, city.replace("_", " ")) if place in CONTINENTS_AND_OCEANS else ("Others", name)
        groups.setdefault(group, []).append((name, label))
    return sorted(groups.items(), key=lambda group: (group[0] == "Others", group[0]))

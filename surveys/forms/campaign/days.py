"""Several days of the calendar, a row each."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.domain.validity import MOST_WAVES


class DayRows(forms.Widget):
    """A date input for each day, which the page draws itself: all of them have the field's name.

    Without script the page's own buttons send the form: `add_<name>` asks for another row and
    `drop_<name>` names the row to leave out.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The rows as they were sent, but for the dropped one."""
        rows = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        dropped = data.get(f"drop_{name}")
        return [str(day) for number, day in enumerate(rows) if str(number) != dropped]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Without rows it is empty, never omitted."""
        return False


class DaysField(forms.Field):
    """Days as ISO text in order, each once; empty rows do not count. Names the one that is none."""

    widget = DayRows

    def clean(self, value: Any) -> list[str]:
        """The days in order."""
        written = [day.strip() for day in value or [] if day.strip()]
        day = forms.DateField()
        return sorted({self._iso(day, text) for text in written})

    @staticmethod
    def _iso(field: forms.DateField, text: str) -> str:
        try:
            found = field.clean(text)
        except forms.ValidationError as problem:
            raise forms.ValidationError(f"“{text}” is not a day.") from problem
        return found.isoformat() if found else ""


def rows_of(value: Any) -> list[str]:
    """What the page draws: the days there are and, as long as there is room, an empty row."""
    filled = [str(day) for day in value or [] if day]
    return [*filled, ""] if len(filled) < MOST_WAVES else filled

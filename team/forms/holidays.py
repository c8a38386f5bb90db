"""Days off: one, or a country's public holidays of a year."""

from __future__ import annotations

from typing import Any

from django import forms

from core import countries
from team.domain import holidays
from team.forms.fields import LineField

EVERYWHERE = ("", "Everywhere")


class HolidayForm(forms.Form):
    """One day."""

    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = LineField(label="Name", max_length=120)
    country = forms.ChoiceField(label="Where", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [EVERYWHERE, *countries.names().items()]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


class PublicHolidaysForm(forms.Form):
    """A country's public holidays, for its customers or for all."""

    country = forms.ChoiceField(label="Public holidays of")
    year = forms.IntegerField(label="Year", min_value=2000, max_value=2100)
    everywhere = forms.BooleanField(
        label="For customers everywhere",
        required=False,
        help_text="Otherwise only for customers in this country.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a country"), *holidays.offered().items()]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

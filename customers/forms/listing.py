"""The filter above the list of customers."""

from __future__ import annotations

from typing import Any

from django import forms

from core.scoring import Band
from customers.domain import queries
from customers.enums import Stage

BANDS = [("", "Any score"), *[(band.value, band.plural) for band in Band], ("none", "No answer yet")]
SURVEYED = [
    ("", "Last surveyed: any time"),
    ("free", "May be asked now"),
    ("quiet", "In the quiet period"),
    ("never", "Never surveyed"),
    ("before", "Last surveyed before …"),
    ("since", "Last surveyed since …"),
]


class CustomerFilter(forms.Form):
    """Words, stage, band, when they were last asked, and country."""

    q = forms.CharField(label="Name, e-mail, phone or company", required=False, max_length=100)
    stage = forms.ChoiceField(label="Stage", required=False, choices=[("", "Any stage"), *Stage.choices])
    band = forms.ChoiceField(label="Last score", required=False, choices=BANDS)
    surveyed = forms.ChoiceField(label="Last surveyed", required=False, choices=SURVEYED)
    day = forms.DateField(
        label="Day for “before” and “since”", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    country = forms.ChoiceField(label="Country", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [("", "Any country"), *[(code, code) for code in queries.countries()]]
        self.fields["country"] = forms.ChoiceField(label="Country", required=False, choices=countries)
        self.fields["day"].widget.attrs["aria-label"] = self.fields["day"].label
        if not self._needs_day():
            self.fields["day"].widget = forms.HiddenInput()

    @property
    def day_out_of_band(self) -> str:
        """The day's control as htmx puts it in place when the rows alone are replaced."""
        return self["day"].as_widget(attrs={"hx-swap-oob": "true"})

    def clean(self) -> dict[str, Any]:
        """ "Before" and "since" need their day."""
        chosen = super().clean() or {}
        if self._needs_day() and not chosen.get("day") and "day" not in self.errors:
            self.add_error("day", "Choose a day.")
        return chosen

    def _needs_day(self) -> bool:
        return self.data.get("surveyed") in {"before", "since"}

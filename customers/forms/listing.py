"""The filter above the list of customers."""

from __future__ import annotations

from typing import Any

from django import forms

from core import countries
from core.scoring import Band
from customers.domain import audiences, distinct
from customers.domain.paging import ORDERS
from customers.enums import Stage
from customers.models import Audience

BANDS = [("", "Any score"), *[(band.value, band.plural) for band in Band], ("none", "No answer yet")]
SURVEYED = [
    ("", "Last surveyed: any time"),
    ("free", "May be asked now"),
    ("quiet", "In the quiet period"),
    ("never", "Never surveyed"),
    ("before", "Last surveyed before …"),
    ("since", "Last surveyed since …"),
]
SORTS = [(f"{minus}{key}", key) for key in ORDERS for minus in ("", "-")]


class CustomerFilter(forms.Form):
    """Words, stage, band, when they were last asked, country and audience; and the order of the list."""

    q = forms.CharField(label="Name, e-mail, phone or company", required=False, max_length=100)
    stage = forms.ChoiceField(label="Stage", required=False, choices=[("", "Any stage"), *Stage.choices])
    band = forms.ChoiceField(label="Last score", required=False, choices=BANDS)
    surveyed = forms.ChoiceField(label="Last surveyed", required=False, choices=SURVEYED)
    day = forms.DateField(
        label="Day for “before” and “since”", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    country = forms.ChoiceField(label="Country", required=False)
    audience = forms.ModelChoiceField(
        label="Audience", required=False, queryset=Audience.objects.all(), empty_label="Any audience"
    )
    sort = forms.ChoiceField(required=False, choices=SORTS, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", "Any country"), *_by_name(distinct.countries())]
        self.fields["country"] = forms.ChoiceField(label="Country", required=False, choices=known)
        self.fields["day"].widget.attrs["aria-label"] = self.fields["day"].label
        if not self._needs_day():
            self.fields["day"].widget = forms.HiddenInput()

    @property
    def day_out_of_band(self) -> str:
        """The day's control as htmx puts it in place when the rows alone are replaced."""
        return self["day"].as_widget(attrs={"hx-swap-oob": "true"})

    @property
    def sort_out_of_band(self) -> str:
        """The order that is kept while one filters, put in place in the same way."""
        return self["sort"].as_widget(attrs={"hx-swap-oob": "true"})

    @property
    def told(self) -> dict[str, str]:
        """What was chosen, in plain words."""
        return {
            name: str(value)
            for name, value in self.cleaned_data.items()
            if value and name not in {"sort", "rules"}
        }

    @property
    def narrows(self) -> bool:
        """Whether anybody may be left out."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")

    def clean(self) -> dict[str, Any]:
        """ "Before" and "since" need their day; an audience gives its rules."""
        chosen = super().clean() or {}
        if self._needs_day() and not chosen.get("day") and "day" not in self.errors:
            self.add_error("day", "Choose a day.")
        audience = chosen.get("audience")
        return chosen | {"rules": audiences.parse(audience.rules) if audience else None}

    def _needs_day(self) -> bool:
        return self.data.get("surveyed") in {"before", "since"}


def _by_name(codes: list[str]) -> list[tuple[str, str]]:
    return sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1])

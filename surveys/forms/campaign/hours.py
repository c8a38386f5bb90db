"""On which days and at which hours mails leave."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms

from surveys.domain.describing import WEEKDAYS
from surveys.forms.campaign.section import Section

MIDNIGHT = time(0)
CLOCK = {"type": "time", "step": "300"}


class Hours(Section):
    """Weekdays, hours and holidays, in the customer's own zone."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Days",
        choices=[(number, day[:3]) for number, day in enumerate(WEEKDAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one weekday."},
    )
    any_hour = forms.BooleanField(label="At any hour", required=False)
    opens_at = forms.TimeField(
        label="From", required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M")
    )
    closes_at = forms.TimeField(
        label="To", required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M")
    )
    skips_holidays = forms.BooleanField(label="Not on holidays", required=False)

    def check(self) -> None:
        """Hours in order, unless any will do."""
        super().check()
        chosen = self.cleaned_data
        if chosen.get("any_hour"):
            self.forget(["opens_at", "closes_at"])
            return
        self.require("opens_at", "Say from when on, like 9:00.")
        self.require("closes_at", "Say until when, like 17:00.")
        opens, closes = chosen.get("opens_at"), chosen.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "This must be after the beginning.")

    def facts(self) -> dict[str, Any]:
        """Its columns."""
        chosen = self.cleaned_data
        names = ("opens_at", "closes_at")
        clock = {name: MIDNIGHT if chosen.get("any_hour") else chosen.get(name) for name in names}
        days = {"weekdays": chosen.get("weekdays"), "skips_holidays": chosen.get("skips_holidays", False)}
        return {**super().facts(), **days, **clock}

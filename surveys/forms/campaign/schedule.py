"""When somebody is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from customers.domain.events import KNOWN, NAME
from surveys.enums import DateField, ScheduleKind
from surveys.forms.campaign.days import DaysField, rows_of
from surveys.forms.campaign.section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.models import Campaign

OTHER = "other"
BEFORE, AFTER = "before", "after"
UNITS = {"hours": 1, "days": 24}
MAX_HOURS = 8760
MAILED = [choice for choice in ScheduleKind.choices if choice[0] != ScheduleKind.NONE]
ONLY_FOR = {
    ScheduleKind.EVENT: ["event", "event_other", "delay", "delay_unit", "include_backlog"],
    ScheduleKind.DATE: ["amount", "direction", "date_field"],
    ScheduleKind.CYCLE: ["cycle_months", "cycle_anchor_on"],
    ScheduleKind.WAVE: ["wave_dates", "rotation"],
}
GROUPS = [
    (1, "Everybody at every wave"),
    (2, "Half at a time: two groups take turns"),
    (3, "A third at a time: three groups take turns"),
    (4, "A quarter at a time: four groups take turns"),
]


class Schedule(Section):
    """An event, a date, a cycle or waves. Fields of the other kinds do not matter."""

    schedule_kind = forms.ChoiceField(label="Due", choices=MAILED, required=False, widget=forms.RadioSelect)
    amount = forms.IntegerField(label="Days", min_value=0, max_value=730, required=False)
    direction = forms.ChoiceField(
        label="Before or after",
        choices=[(BEFORE, "days before"), (AFTER, "days after")],
        required=False,
    )
    date_field = forms.ChoiceField(
        label="Date",
        choices=DateField.choices,
        required=False,
        help_text="The customer’s, else the company’s.",
    )
    event = forms.ChoiceField(
        label="Event", choices=[*KNOWN.items(), (OTHER, "Another event …")], required=False
    )
    event_other = forms.CharField(
        label="Name of the other event",
        max_length=64,
        required=False,
        help_text="As your system sends it: small letters, digits and underscores.",
    )
    delay = forms.IntegerField(label="Wait", min_value=0, required=False, help_text="So that things settle.")
    delay_unit = forms.ChoiceField(
        label="Unit", choices=[("hours", "hours after it"), ("days", "days after it")], required=False
    )
    include_backlog = forms.BooleanField(label="Also events from before the activation", required=False)
    cycle_months = forms.IntegerField(label="Every", min_value=1, max_value=36, required=False)
    cycle_anchor_on = forms.DateField(
        label="The first cycle begins on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wave_dates = DaysField(label="Days", required=False)
    rotation = forms.TypedChoiceField(label="Who is asked", choices=GROUPS, coerce=int, required=False)
    window_days = forms.IntegerField(
        label="Too late after",
        min_value=0,
        max_value=365,
        help_text="Then the moment has passed, and nobody is asked.",
    )

    def check(self) -> None:
        """What the chosen schedule needs."""
        super().check()
        kind = self.cleaned_data.get("schedule_kind") if self.is_scheduled else None
        for other, names in ONLY_FOR.items():
            if other != kind:
                self.forget(names)
        if not self.is_scheduled:
            self.forget(["schedule_kind", "window_days"])
            return
        checks = {
            ScheduleKind.EVENT: self._check_event,
            ScheduleKind.DATE: self._check_date,
            ScheduleKind.CYCLE: self._check_cycle,
            ScheduleKind.WAVE: self._check_waves,
        }
        if kind in checks:
            checks[ScheduleKind(kind)]()
        else:
            self.require("schedule_kind", "Say when somebody is due.")

    @property
    def is_scheduled(self) -> bool:
        """Whether the channel has a schedule at all."""
        return True

    @property
    def wave_rows(self) -> list[str]:
        """The days that the page draws a row for."""
        return rows_of(self["wave_dates"].value())

    def facts(self) -> dict[str, Any]:
        """Its columns, those of the other kinds left as they fall."""
        chosen = self.cleaned_data
        kind = chosen.get("schedule_kind") or ScheduleKind.NONE.value
        found = {**super().facts(), "schedule_kind": kind}
        if kind == ScheduleKind.EVENT:
            found["event_name"] = chosen["event_other"] if chosen["event"] == OTHER else chosen["event"]
            found["delay_hours"] = chosen["delay"] * UNITS[chosen["delay_unit"] or "hours"]
            found["include_backlog"] = chosen["include_backlog"]
        elif kind == ScheduleKind.DATE:
            sign = -1 if chosen["direction"] == BEFORE else 1
            found |= {"date_field": chosen["date_field"], "offset_days": sign * chosen["amount"]}
        elif kind == ScheduleKind.CYCLE:
            found |= {name: chosen[name] for name in ("cycle_months", "cycle_anchor_on")}
        elif kind == ScheduleKind.WAVE:
            found |= {"wave_dates": chosen["wave_dates"], "rotation": chosen["rotation"] or 1}
        return found

    def _check_date(self) -> None:
        self.require("amount", "Say how many days; 0 is the day itself.")
        self.require("date_field", "Choose a date.")

    def _check_cycle(self) -> None:
        # Its window is the cycle itself.
        self.forget(["window_days"])
        self.require("cycle_months", "Say how many months a cycle has.")
        self.require("cycle_anchor_on", "Say on which day the first cycle begins.")

    def _check_waves(self) -> None:
        if "wave_dates" not in self.errors and not self.cleaned_data.get("wave_dates"):
            self.add_error("wave_dates", "Name at least one day.")

    def _check_event(self) -> None:
        self.require("event", "Choose an event.")
        self.require("delay", "Say how long to wait; 0 sends at once.")
        chosen = self.cleaned_data
        if chosen.get("event") == OTHER and not NAME.fullmatch(chosen.get("event_other", "")):
            self.add_error("event_other", "Use 1 to 64 small letters, digits and underscores.")
        hours = (chosen.get("delay") or 0) * UNITS[chosen.get("delay_unit") or "hours"]
        if hours > MAX_HOURS:
            self.add_error("delay", "Wait a year at most.")


def initial_schedule(campaign: Campaign) -> Mapping[str, Any]:
    """What the section shows of a campaign."""
    known = campaign.event_name in KNOWN or not campaign.event_name
    days, rest = divmod(campaign.delay_hours, 24)
    names = ("schedule_kind", "date_field", "include_backlog", "cycle_months", "cycle_anchor_on")
    return {
        **{name: getattr(campaign, name) for name in (*names, "wave_dates", "rotation", "window_days")},
        "amount": abs(campaign.offset_days),
        "direction": AFTER if campaign.offset_days > 0 else BEFORE,
        "event": campaign.event_name if known else OTHER,
        "event_other": "" if known else campaign.event_name,
        "delay": campaign.delay_hours if rest else days,
        "delay_unit": "hours" if rest else "days",
    }

"""A campaign as people configure it: numbers with units and sides instead of signs and hours."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms

from customers.domain.events import KNOWN, NAME
from customers.enums import Stage
from surveys.domain.describing import WEEKDAYS
from surveys.enums import DateField, QuietRule, ScheduleKind
from surveys.models import Campaign, Survey
from team.forms.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Mapping

MIDNIGHT = time(0)
OTHER = "other"
BEFORE, AFTER = "before", "after"
UNITS = {"hours": 1, "days": 24}
MAX_HOURS = 8760
ONLY_FOR = {
    ScheduleKind.EVENT: ["event", "event_other", "delay", "delay_unit", "include_backlog"],
    ScheduleKind.DATE: ["amount", "direction", "date_field"],
}
CLOCK = {"type": "time", "step": "300"}


class CampaignForm(forms.Form):
    """What is asked, whom, when, within which limits. Fields of the other kind of schedule do not matter."""

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.all(), empty_label=None)
    stages = forms.MultipleChoiceField(
        label="Stages",
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: customers of every stage.",
    )
    schedule_kind = forms.ChoiceField(label="Due", choices=ScheduleKind.choices, widget=forms.RadioSelect)
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
    window_days = forms.IntegerField(
        label="Too late after",
        min_value=0,
        max_value=365,
        help_text="Then the moment has passed, and nobody is asked.",
    )
    quiet_rule = forms.ChoiceField(
        label="Who was asked within the quiet period", choices=QuietRule.choices, widget=forms.RadioSelect
    )
    priority = forms.IntegerField(
        label="Priority",
        min_value=0,
        max_value=100,
        help_text="0 to 100. When several wait, the highest asks.",
    )
    daily_cap = forms.IntegerField(
        label="Most mails a day",
        min_value=1,
        max_value=2_000_000_000,
        required=False,
        help_text="Empty: no limit.",
    )
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
    link_days = forms.IntegerField(label="The link stays open for", min_value=1, max_value=3650)

    def __init__(
        self, *args: Any, stage_counts: Mapping[str, int], campaign: Campaign | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign
        stages: Any = self.fields["stages"]
        stages.choices = [(stage.value, f"{stage.label} ({stage_counts.get(stage, 0):,})") for stage in Stage]

    def clean_name(self) -> str:
        """A name that no other campaign has."""
        name: str = self.cleaned_data["name"]
        others = Campaign.objects.filter(name=name)
        if self.campaign and self.campaign.pk:
            others = others.exclude(pk=self.campaign.pk)
        if others.exists():
            raise forms.ValidationError("Another campaign has this name.")
        return name

    def clean(self) -> dict[str, Any]:
        """What the chosen schedule needs, and hours in order."""
        chosen = self.cleaned_data
        kind = chosen.get("schedule_kind")
        for other, names in ONLY_FOR.items():
            if other != kind:
                self._forget(names)
        if kind == ScheduleKind.DATE:
            self._require("amount", "Say how many days; 0 is the day itself.")
            self._require("date_field", "Choose a date.")
        elif kind == ScheduleKind.EVENT:
            self._check_event()
        self._check_hours()
        return chosen

    def facts(self) -> dict[str, Any]:
        """The campaign's columns, as far as the form is valid."""
        chosen = self.cleaned_data
        taken = ("name", "survey", "stages", "schedule_kind", "window_days", "quiet_rule", "priority")
        facts = {name: chosen.get(name) for name in (*taken, "daily_cap", "weekdays", "link_days")}
        hours = {
            name: MIDNIGHT if chosen["any_hour"] else chosen.get(name) for name in ("opens_at", "closes_at")
        }
        return {**facts, **hours, **self._schedule(chosen)}

    def draft(self) -> Campaign | None:
        """An unsaved campaign to look ahead with; None while something it needs is wrong."""
        if self.errors.keys() - {"name", "survey"}:
            return None
        facts = {name: value for name, value in self.facts().items() if value is not None}
        known = self.campaign
        return Campaign(
            pk=known.pk if known else None, activated_at=known.activated_at if known else None, **facts
        )

    def _schedule(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        if chosen["schedule_kind"] == ScheduleKind.EVENT:
            return {
                "event_name": chosen["event_other"] if chosen["event"] == OTHER else chosen["event"],
                "delay_hours": chosen["delay"] * UNITS[chosen["delay_unit"] or "hours"],
                "include_backlog": chosen["include_backlog"],
                "date_field": "",
                "offset_days": 0,
            }
        sign = -1 if chosen["direction"] == BEFORE else 1
        usual = {"event_name": "", "delay_hours": 24, "include_backlog": False}
        return {**usual, "date_field": chosen["date_field"], "offset_days": sign * chosen["amount"]}

    def _check_event(self) -> None:
        self._require("event", "Choose an event.")
        self._require("delay", "Say how long to wait; 0 sends at once.")
        chosen = self.cleaned_data
        if chosen.get("event") == OTHER and not NAME.fullmatch(chosen.get("event_other", "")):
            self.add_error("event_other", "Use 1 to 64 small letters, digits and underscores.")
        hours = (chosen.get("delay") or 0) * UNITS[chosen.get("delay_unit") or "hours"]
        if hours > MAX_HOURS:
            self.add_error("delay", "Wait a year at most.")

    def _check_hours(self) -> None:
        chosen = self.cleaned_data
        if chosen.get("any_hour"):
            self._forget(["opens_at", "closes_at"])
            return
        self._require("opens_at", "Say from when on, like 9:00.")
        self._require("closes_at", "Say until when, like 17:00.")
        opens, closes = chosen.get("opens_at"), chosen.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "This must be after the beginning.")

    def _require(self, name: str, words: str) -> None:
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, words)

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self.errors.pop(name, None)


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """What the form shows of a campaign, saved or not."""
    known = campaign.event_name in KNOWN or not campaign.event_name
    days, rest = divmod(campaign.delay_hours, 24)
    names = ("name", "stages", "schedule_kind", "date_field", "include_backlog", "window_days", "quiet_rule")
    more = ("priority", "daily_cap", "weekdays", "link_days")
    any_hour = campaign.opens_at == campaign.closes_at
    hours = Campaign() if any_hour else campaign
    return {
        **{name: getattr(campaign, name) for name in (*names, *more)},
        "survey": campaign.survey_id,
        "amount": abs(campaign.offset_days),
        "direction": AFTER if campaign.offset_days > 0 else BEFORE,
        "event": campaign.event_name if known else OTHER,
        "event_other": "" if known else campaign.event_name,
        "delay": campaign.delay_hours if rest else days,
        "delay_unit": "hours" if rest else "days",
        "any_hour": any_hour,
        "opens_at": hours.opens_at,
        "closes_at": hours.closes_at,
    }

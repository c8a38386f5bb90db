"""By when, and in whose hours: policies and office hours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils import timezone

from core import countries
from core.scoring import SCORES, Band, scores_of
from customers.enums import Stage
from followups.domain import sla
from followups.models import OfficeHours, SlaPolicy
from team.forms.fields import zone_choices

MOST_HOURS = 2000
ANY_SCORE = [("", "any score"), *((score, str(score)) for score in SCORES)]
TARGETS = ("contact_hours", "resolve_hours", "warn_hours", "manager_hours", "admin_hours")


def _hours(label: str, least: int, help_text: str = "") -> forms.IntegerField:
    limits = [MinValueValidator(least), MaxValueValidator(MOST_HOURS)]
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        validators=limits,
        widget=forms.NumberInput(attrs={"min": least, "max": MOST_HOURS}),
    )


def _score(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=ANY_SCORE, coerce=int, empty_value=None, required=False
    )


class TargetsForm(forms.Form):
    """What the fallback has: targets, alarms and hours, for whoever no other policy fits."""

    contact_hours = _hours("First contact within", 1)
    resolve_hours = _hours("Resolution within", 1)
    warn_hours = _hours("Warn the owner", 0, "0: no warning.")
    manager_hours = _hours("Tell the manager", 0)
    admin_hours = _hours("Tell the admins", 0)
    hours = forms.ModelChoiceField(label="Office hours", queryset=OfficeHours.objects.all(), empty_label=None)
    imported_days = forms.IntegerField(
        label="Act on imported answers up to this age",
        help_text="0: imported answers open no follow-ups.",
        validators=[MinValueValidator(0), MaxValueValidator(3660)],
    )

    def __init__(self, *args: Any, policy: SlaPolicy, **kwargs: Any) -> None:
        self.policy = policy
        kwargs["initial"] = self._initial(policy)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The resolution is not due before the contact, the admins hear last, and all within a year."""
        cleaned = super().clean() or {}
        contact, resolve = cleaned.get("contact_hours"), cleaned.get("resolve_hours")
        if contact and resolve and resolve < contact:
            self.add_error("resolve_hours", "The resolution cannot be due before the first contact.")
        manager, admin = cleaned.get("manager_hours"), cleaned.get("admin_hours")
        if manager is not None and admin is not None and admin < manager:
            self.add_error("admin_hours", "The admins hear of it after the manager.")
        hours = cleaned.get("hours") or sla.hours_of(self.policy)
        for name in TARGETS:
            if cleaned.get(name) and sla.is_too_long(hours, amount=cleaned[name], now=timezone.now()):
                self.add_error(name, "With these office hours that takes longer than a year.")
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the policy is to be."""
        return dict(self.cleaned_data)

    def draft(self) -> SlaPolicy:
        """The policy as typed so far, not stored; where something is wrong it is as it was."""
        typed = self.cleaned_data if self.is_bound and self.errors is not None else {}
        draft = SlaPolicy(pk=self.policy.pk)
        for field in SlaPolicy._meta.concrete_fields:
            setattr(draft, field.attname, getattr(self.policy, field.attname))
        for name, value in typed.items():
            setattr(draft, name, value)
        return draft

    def _initial(self, policy: SlaPolicy) -> dict[str, Any]:
        return {name: getattr(policy, name) for name in self.base_fields}


class PolicyForm(TargetsForm):
    """A policy with conditions; it may also let answers off."""

    name = forms.CharField(label="Name", max_length=120)
    is_active = forms.BooleanField(label="In use", required=False, help_text="Off: it is passed over.")
    band = forms.ChoiceField(
        label="Who",
        required=False,
        choices=[("", "everybody"), *((band.value, f"{band.plural} ({band.range_label})") for band in Band)],
    )
    least_score = _score("Score from")
    most_score = _score("Score to")
    stages = forms.MultipleChoiceField(
        label="Stages",
        required=False,
        choices=Stage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of them. It is the stage they were asked in.",
    )
    least_value = forms.DecimalField(
        label="Account pays a year from",
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
    )
    currency = forms.CharField(
        label="Currency",
        required=False,
        max_length=3,
        validators=[RegexValidator("^[A-Za-z]{3}$", "Three letters, like EUR.")],
        help_text="Accounts in other currencies are not converted: they need a policy of their own.",
    )
    exempts = forms.BooleanField(
        label="Opens no follow-up",
        required=False,
        help_text="Such answers are exempt, with the reason below.",
    )
    exempt_reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=120,
        help_text="The report shows it. For example: the exit interview is their follow-up.",
    )
    hours = forms.ModelChoiceField(
        label="Office hours",
        queryset=OfficeHours.objects.all(),
        required=False,
        empty_label="those of the fallback",
    )
    imported_days = None  # type: ignore[assignment]  # Django's way to drop an inherited field

    def clean_name(self) -> str:
        """No other policy is called so."""
        name: str = self.cleaned_data["name"].strip()
        if SlaPolicy.objects.filter(name=name).exclude(pk=self.policy.pk).exists():
            raise forms.ValidationError("Another policy has this name.")
        return name

    def clean_currency(self) -> str:
        """In capitals, as accounts have it."""
        currency: str = self.cleaned_data["currency"].upper()
        return currency

    def clean(self) -> dict[str, Any]:
        """Conditions that can hold, and a reason where nothing is opened."""
        cleaned = super().clean()
        least, most = cleaned.get("least_score"), cleaned.get("most_score")
        if least is not None and most is not None and least > most:
            self.add_error("most_score", "The last score is below the first.")
        elif (band := cleaned.get("band")) and not _meets(Band(band), least, most):
            self.add_error("least_score", f"No {Band(band).label.lower()} has such a score.")
        if (cleaned.get("least_value") is None) != (not cleaned.get("currency")):
            self.add_error("currency", "An amount and its currency belong together.")
        if cleaned.get("exempts") and not cleaned.get("exempt_reason"):
            self.add_error("exempt_reason", "Say why these answers get no follow-up.")
        return cleaned

    def _initial(self, policy: SlaPolicy) -> dict[str, Any]:
        return {**super()._initial(policy), "is_active": policy.is_active if policy.pk else True}


class OfficeHoursForm(forms.Form):
    """Hours of each weekday, a zone and whose holidays."""

    name = forms.CharField(label="Name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", required=False)
    country = forms.ChoiceField(
        label="Holidays of",
        required=False,
        help_text="Besides the days off of everywhere. The list is kept under Settings, Holidays.",
    )

    def __init__(self, *args: Any, office: OfficeHours, **kwargs: Any) -> None:
        self.office = office
        kwargs["initial"] = {
            "name": office.name,
            "time_zone": office.time_zone,
            "country": office.country,
        }
        super().__init__(*args, **kwargs)
        zones: Any = [("", f"the program’s ({sla.zone()})"), *zone_choices()]
        self._choices("time_zone", zones)
        self._choices("country", [("", "no country"), *countries.names().items()])
        for day in range(7):
            self._add_day(day, office.week.get(str(day)))

    def days(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """For each weekday its name and its fields: open, from, to."""
        return [
            (sla.weekday(day), self[f"open_{day}"], self[f"opens_{day}"], self[f"closes_{day}"])
            for day in range(7)
        ]

    def clean_name(self) -> str:
        """No other office is called so."""
        name: str = self.cleaned_data["name"].strip()
        if OfficeHours.objects.filter(name=name).exclude(pk=self.office.pk).exists():
            raise forms.ValidationError("Other office hours have this name.")
        return name

    def clean(self) -> dict[str, Any]:
        """At least one day is open, and each open day has its hours."""
        cleaned = super().clean() or {}
        for day in range(7):
            if cleaned.get(f"open_{day}"):
                for name, word in (("opens", "opens"), ("closes", "closes")):
                    if not cleaned.get(f"{name}_{day}") and f"{name}_{day}" not in self.errors:
                        self.add_error(f"{name}_{day}", f"Say when it {word}.")
        if not any(cleaned.get(f"open_{day}") for day in range(7)):
            self.add_error(None, "At least one day is open.")
        if not self.errors:
            self._check_promises()
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the office hours are to be."""
        told = {name: self.cleaned_data[name] for name in ("name", "time_zone", "country")}
        return {**told, "week": self._week()}

    def draft(self) -> OfficeHours:
        """The hours as typed so far, not stored; where something is wrong they are as they were."""
        if self.is_bound and not self.errors:
            return OfficeHours(pk=self.office.pk, **self.facts())
        return self.office

    def _check_promises(self) -> None:
        """Nothing that was promised in these hours may take longer than a year."""
        typed = OfficeHours(pk=self.office.pk, **self.facts())
        for policy in sla.counted_in(self.office):
            longest = max(getattr(policy, name) for name in TARGETS)
            if sla.is_too_long(typed, amount=longest, now=timezone.now()):
                self.add_error(None, f"With these hours “{policy}” would take longer than a year.")

    def _week(self) -> dict[str, list[str]]:
        return {
            str(day): [f"{self.cleaned_data[f'{name}_{day}']:%H:%M}" for name in ("opens", "closes")]
            for day in range(7)
            if self.cleaned_data[f"open_{day}"]
        }

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def _add_day(self, day: int, window: list[str] | None) -> None:
        label = sla.weekday(day)
        opens, closes = window or ["09:00", "17:00"]
        self.fields[f"open_{day}"] = forms.BooleanField(
            label=label, required=False, initial=window is not None
        )
        for name, word, initial in (("opens", "opens", opens), ("closes", "closes", closes)):
            self.fields[f"{name}_{day}"] = forms.TimeField(
                label=f"{label} {word}",
                required=False,
                initial=initial,
                widget=forms.TimeInput(
                    attrs={"type": "time", "aria-label": f"{label} {word}"}, format="%H:%M"
                ),
            )


def _meets(band: Band, least: int | None, most: int | None) -> bool:
    scores = scores_of(band)
    return (least is None or scores[-1] >= least) and (most is None or scores[0] <= most)

"""Narrows the list of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.scoring import Band, parse_band
from customers.enums import Stage
from responses.domain.queries import WITHOUT_THEME
from responses.enums import Channel, ResponseState
from responses.models import Theme
from surveys.models import Campaign

PERIODS = [("7", "Last 7 days"), ("30", "Last 30 days"), ("90", "Last 90 days"), ("365", "Last 365 days")]


class BandField(forms.ChoiceField):
    """A band by any of its names: "promoters", "Passive", and "neutral", its older word."""

    def __init__(self, **options: Any) -> None:
        choices = [("", "All bands"), *((band.value, f"{band.plural} {band.range_label}") for band in Band)]
        super().__init__(choices=choices, **options)

    def to_python(self, value: Any) -> str:
        """The band's code; empty for none. Raises ValidationError for another word."""
        try:
            return parse_band(value).value if value else ""
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show the choice that the word stands for."""
        try:
            return self.to_python(data)
        except ValidationError:
            return data


def _themes() -> list[tuple[str, str]]:
    named = Theme.objects.values_list("code", "name")
    return [("", "All themes"), (WITHOUT_THEME, "Reasons without a theme"), *named]


class ResponseFilter(forms.Form):
    """By words, band, stage, campaign, channel, reason, state and period."""

    q = forms.CharField(label="Search answers", required=False, max_length=200)
    band = BandField(label="Band", required=False)
    stage = forms.ChoiceField(
        label="Stage when asked", required=False, choices=[("", "All stages"), *Stage.choices]
    )
    campaign = forms.ModelChoiceField(
        label="Campaign",
        required=False,
        queryset=Campaign.objects.order_by("name"),
        empty_label="All campaigns",
    )
    channel = forms.ChoiceField(
        label="Channel", required=False, choices=[("", "All channels"), *Channel.choices]
    )
    reason = forms.ChoiceField(
        label="Reason",
        required=False,
        choices=[("", "With or without a reason"), ("with", "With a reason"), ("without", "Without")],
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Counted or not"), *ResponseState.choices]
    )
    theme = forms.ChoiceField(label="Theme", required=False, choices=_themes)
    period = forms.TypedChoiceField(
        label="Period", required=False, choices=[("", "Any time"), *PERIODS], coerce=int, empty_value=None
    )
    # Not on the form: pages with a chart or a customer lead here with them.
    since = forms.DateField(label="From", required=False, widget=forms.HiddenInput)
    until = forms.DateField(label="To", required=False, widget=forms.HiddenInput)
    customer = forms.IntegerField(
        label="Customer", required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1
    )
    placement = forms.IntegerField(
        label="Widget or link", required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1
    )

    @property
    def told(self) -> dict[str, str]:
        """What was chosen, in plain words."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class ExclusionForm(forms.Form):
    """Why an answer does not count."""

    reason = forms.CharField(
        label="Why does this answer not count?",
        max_length=200,
        help_text="For example: one of our own people tested the link. The reason stays on record.",
    )

"""Whom a campaign asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from customers.enums import Stage
from customers.models import Audience
from surveys.forms.campaign.section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping


class Whom(Section):
    """Stages, a saved audience, and how large a part of them."""

    stages = forms.MultipleChoiceField(
        label="Stages",
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: customers of every stage.",
    )
    audience = forms.ModelChoiceField(
        label="Audience",
        queryset=Audience.objects.all(),
        required=False,
        empty_label="Everybody in these stages",
    )
    sample_percent = forms.IntegerField(
        label="Share asked",
        min_value=1,
        max_value=100,
        required=False,
        help_text="Drawn by chance once: the same people every time.",
    )

    def count_stages(self, numbers: Mapping[str, int]) -> None:
        """Write beside each stage how many customers are in it."""
        field: Any = self.fields["stages"]
        field.choices = [(stage.value, f"{stage.label} ({numbers.get(stage, 0):,})") for stage in Stage]

    def facts(self) -> dict[str, Any]:
        """Its columns."""
        chosen = self.cleaned_data
        return {
            **super().facts(),
            "stages": chosen.get("stages", []),
            "audience": chosen.get("audience"),
            "sample_percent": chosen.get("sample_percent") or 100,
        }

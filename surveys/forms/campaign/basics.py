"""What is asked, and how it reaches people."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.enums import CampaignChannel
from surveys.forms.campaign.section import Section
from surveys.models import Campaign, Survey
from team.forms.fields import LineField


class Basics(Section):
    """Name, survey and channel."""

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.all(), empty_label=None)
    channel = forms.ChoiceField(
        label="Channel",
        choices=CampaignChannel.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_name(self) -> str:
        """A name that no other campaign has."""
        name: str = self.cleaned_data["name"]
        others = Campaign.objects.filter(name=name)
        if self.campaign and self.campaign.pk:
            others = others.exclude(pk=self.campaign.pk)
        if others.exists():
            raise forms.ValidationError("Another campaign has this name.")
        return name

    def clean_channel(self) -> str:
        """By e-mail where nothing is said; a campaign that has begun keeps its channel."""
        channel: str = self.cleaned_data["channel"] or CampaignChannel.EMAIL.value
        if self.campaign and self.campaign.activated_at and channel != self.campaign.channel:
            raise forms.ValidationError("A campaign that was activated keeps its channel. Make a new one.")
        return channel

    @property
    def is_mailed(self) -> bool:
        """True for a campaign that writes to people, and so has a schedule and limits."""
        return bool(self.cleaned_data.get("channel", CampaignChannel.EMAIL) == CampaignChannel.EMAIL)

    def facts(self) -> dict[str, Any]:
        """Its columns."""
        chosen = self.cleaned_data
        return {**super().facts(), **{name: chosen.get(name) for name in ("name", "survey", "channel")}}

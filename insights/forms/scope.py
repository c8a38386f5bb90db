"""Which answers a page is about: a period, a stage, a campaign."""

from __future__ import annotations

from typing import Any

from django import forms

from customers.enums import Stage
from insights.domain.counting import Scope
from insights.enums import Period
from surveys.enums import CampaignState
from surveys.models import Campaign


class ScopeForm(forms.Form):
    """The filters of the overview. What a link carries and nobody offered counts as not chosen."""

    period = forms.ChoiceField(label="Period", choices=Period.choices, required=False)
    stage = forms.ChoiceField(label="Stage", choices=[("", "All stages"), *Stage.choices], required=False)
    campaign = forms.TypedChoiceField(label="Campaign", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        asked = Campaign.objects.exclude(state=CampaignState.DRAFT).order_by("name")
        campaign: Any = self.fields["campaign"]
        campaign.choices = [("", "All campaigns"), *asked.values_list("pk", "name")]
        self.full_clean()

    @property
    def period_chosen(self) -> Period:
        """The chosen period, else the last 90 days."""
        return Period(self.cleaned_data.get("period") or Period.QUARTER)

    @property
    def scope(self) -> Scope:
        """The chosen stage and campaign."""
        return Scope(
            stage=self.cleaned_data.get("stage") or "", campaign_id=self.cleaned_data.get("campaign")
        )

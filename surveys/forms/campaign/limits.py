"""How many are asked, and who goes first."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.enums import QuietRule
from surveys.forms.campaign.section import Section

MANY = 2_000_000_000
USUAL_GROWTH = 50


class Limits(Section):
    """The quiet rule, priority and reservation, the daily limit and how it warms up."""

    quiet_rule = forms.ChoiceField(
        label="People who were asked within the quiet period",
        choices=QuietRule.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    priority = forms.IntegerField(
        label="Priority",
        min_value=0,
        max_value=100,
        help_text="0 to 100. When several wait, the highest asks.",
    )
    reserves = forms.BooleanField(
        label="Keep its customers free for this campaign",
        required=False,
        help_text="Campaigns of lower priority leave out anyone who would still be quiet when this one’s day "
        "comes. Only dates and waves know their day ahead.",
    )
    daily_cap = forms.IntegerField(
        label="Most mails a day", min_value=1, max_value=MANY, required=False, help_text="Empty: no limit."
    )
    warms_up = forms.BooleanField(
        label="Begin with few mails a day, and send more each day",
        required=False,
        help_text="Mail providers trust a new sender address step by step.",
    )
    warm_up_first = forms.IntegerField(label="On the first day", min_value=1, max_value=MANY, required=False)
    warm_up_growth = forms.IntegerField(label="Each day after it", min_value=1, max_value=300, required=False)

    def check(self) -> None:
        """A warm-up says with how many it begins."""
        super().check()
        if not self.cleaned_data.get("warms_up"):
            self.forget(["warm_up_first", "warm_up_growth"])
            return
        self.require("warm_up_first", "Say how many mails leave on the first day.")
        self.require("warm_up_growth", "Say by how many percent it grows.")

    @property
    def shows_more_limits(self) -> bool:
        """Whether the rarer limits are in use, or wrong, and so must be seen."""
        in_use = bool(self["reserves"].value() or self["warms_up"].value())
        return in_use or self.has_trouble(["warm_up_first", "warm_up_growth"])

    def facts(self) -> dict[str, Any]:
        """Its columns."""
        chosen = self.cleaned_data
        warms_up = chosen.get("warms_up")
        return {
            **super().facts(),
            **{name: chosen.get(name) for name in ("priority", "reserves", "daily_cap")},
            "quiet_rule": chosen.get("quiet_rule") or QuietRule.SKIP.value,
            "warm_up_first": chosen.get("warm_up_first") if warms_up else None,
            "warm_up_growth": chosen.get("warm_up_growth") if warms_up else USUAL_GROWTH,
        }

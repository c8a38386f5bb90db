"""Narrows the lists of campaigns and of a campaign's invitations."""

from __future__ import annotations

from django import forms

from customers.enums import SEGMENTS
from mailroom.enums import OutboxState
from surveys.enums import CampaignChannel, CampaignState, Reason


class CampaignFilter(forms.Form):
    """By name, state, channel and stage."""

    q = forms.CharField(label="Search campaigns", required=False, max_length=120)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All states"), *CampaignState.choices]
    )
    channel = forms.ChoiceField(
        label="Channel", required=False, choices=[("", "All channels"), *CampaignChannel.choices]
    )
    stage = forms.ChoiceField(
        label="Segment",
        required=False,
        choices=[("", "All segments"), *((stage.value, stage.label) for stage in SEGMENTS)],
    )


class InvitationFilter(forms.Form):
    """By customer, state and reason."""

    q = forms.CharField(label="Search customers", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All states"), *OutboxState.choices]
    )
    reason = forms.ChoiceField(label="Reason", required=False, choices=[("", "All reasons"), *Reason.choices])


class DecisionForm(forms.Form):
    """What became of a mail whose hand-over broke off."""

    was_sent = forms.TypedChoiceField(
        choices=[("yes", "It was sent"), ("no", "It was not sent")], coerce=lambda value: value == "yes"
    )


class MailWidth(forms.Form):
    """How a mail is looked at."""

    WIDTHS = [("desktop", "Desktop"), ("phone", "Phone")]

    language = forms.CharField(required=False, max_length=12)
    width = forms.ChoiceField(choices=WIDTHS, required=False)

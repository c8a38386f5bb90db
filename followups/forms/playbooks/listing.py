"""Narrows the list of playbooks, and that of runs."""

from __future__ import annotations

from django import forms

from core.scoring import Band
from followups.enums import PlaybookState, RunState


class PlaybookFilter(forms.Form):
    """By name, state and band."""

    q = forms.CharField(label="Search playbooks", required=False, max_length=120)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *PlaybookState.choices]
    )
    band = forms.ChoiceField(
        label="Band",
        required=False,
        choices=[("", "Any band"), *((band.value, band.plural) for band in Band)],
    )


class RunFilter(forms.Form):
    """By customer and state."""

    q = forms.CharField(label="Search customers", required=False, max_length=120)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any state"), *RunState.choices])

"""Narrows the list of a campaign's reminders."""

from __future__ import annotations

from django import forms

from mailroom.enums import OutboxState


class ReminderFilter(forms.Form):
    """By state."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All states"), *OutboxState.choices]
    )

"""A new API key."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms

from team.enums import Scope
from team.forms.fields import LineField


class KeyForm(forms.Form):
    """What the key is for, what it may do and for how long."""

    name = LineField(label="What uses it", max_length=120, help_text="For example “CRM sync”.")
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="As little as the work needs.",
    )
    lifetime = forms.TypedChoiceField(
        label="Ends",
        coerce=int,
        empty_value=None,
        required=False,
        initial=365,
        choices=[(30, "In 30 days"), (90, "In 90 days"), (365, "In a year"), ("", "Never")],
    )

    def expires_at(self, *, now: datetime) -> datetime | None:
        """When the key ends, or None for never."""
        days: int | None = self.cleaned_data["lifetime"]
        return None if days is None else now + timedelta(days=days)

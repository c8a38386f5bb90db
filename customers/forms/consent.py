"""What somebody agreed to, and how long they want peace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

PAUSES = [("3", "Three months"), ("6", "Six months"), ("12", "A year")]


class OptInForm(forms.Form):
    """When and where somebody agreed: the proof that may be asked for."""

    at = forms.DateTimeField(
        label="When they agreed",
        help_text="In your own time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    source = forms.CharField(
        label="Where",
        max_length=120,
        help_text="What proves it: a form, a contract, a call and who took it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"at": timezone.localtime().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)


class PauseForm(forms.Form):
    """How long nothing is sent."""

    months = forms.TypedChoiceField(label="Ask nothing for", coerce=int, choices=PAUSES, initial="6")

"""The name of a root cause."""

from __future__ import annotations

from django import forms

from team.forms.fields import LineField


class CauseForm(forms.Form):
    """One line."""

    label = LineField(
        label="Root cause",
        max_length=80,
        help_text="From your side: what would have to change so that it does not happen again.",
    )

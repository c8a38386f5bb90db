"""Narrows the local outbox, and how a mail is shown."""

from __future__ import annotations

from django import forms


class OutboxFilter(forms.Form):
    """By recipient or subject."""

    q = forms.CharField(label="Search recipients and subjects", required=False, max_length=200)


class Reading(forms.Form):
    """Which part of a mail, and how wide."""

    PARTS = [("html", "HTML"), ("text", "Text"), ("source", "Source")]
    WIDTHS = [("desktop", "Desktop"), ("phone", "Phone")]

    part = forms.ChoiceField(choices=PARTS, required=False)
    width = forms.ChoiceField(choices=WIDTHS, required=False)

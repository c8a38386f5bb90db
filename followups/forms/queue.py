"""Narrows the queue."""

from __future__ import annotations

from django import forms

from followups.domain.queue import VIEWS


class QueueFilter(forms.Form):
    """A view, and words to look for."""

    view = forms.ChoiceField(
        choices=[(view, view) for view in VIEWS], required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(label="Search customer, company or reason", required=False, max_length=200)

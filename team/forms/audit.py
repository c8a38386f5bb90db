"""Narrows the audit trail."""

from __future__ import annotations

from django import forms

from team.models import User

ROOMS = [
    ("", "Everything"),
    ("team", "People, keys, program"),
    ("customers", "Customers and imports"),
    ("surveys", "Surveys and campaigns"),
    ("mailroom", "Mail"),
    ("responses", "Answers"),
    ("followups", "Follow-ups"),
    ("insights", "Insights"),
    ("integrations", "Connections"),
]


class AuditFilter(forms.Form):
    """By words, person, subject and day."""

    q = forms.CharField(label="Search the trail", required=False, max_length=200)
    person = forms.ModelChoiceField(
        label="Person", queryset=User.objects.order_by("name", "pk"), required=False, empty_label="Everybody"
    )
    room = forms.ChoiceField(label="Subject", required=False, choices=ROOMS)
    until = forms.DateField(
        label="Up to and including",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "title": "Up to and including"}),
    )
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

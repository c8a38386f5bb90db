"""What an audience is called."""

from __future__ import annotations

from django import forms

from customers.domain.audiences.saving import LONGEST_NAME
from team.forms.fields import LineField


class NameForm(forms.Form):
    """Its name, and what it is for."""

    name = LineField(label="Name", max_length=LONGEST_NAME)
    description = LineField(label="What it is for", max_length=300, required=False)

"""What people say about a task."""

from __future__ import annotations

from typing import Any

from django import forms

from followups.forms.acts import PersonChoice
from followups.querysets import WORKING_ROLES
from team.forms.fields import LineField
from team.models import User

SHORT = {"rows": 3}


class DoneForm(forms.Form):
    """Done, with a word on it if there is one."""

    note = forms.CharField(
        label="What came of it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=SHORT),
        help_text="Whoever meets this customer next reads it.",
    )


class SkipForm(forms.Form):
    """Not done, and why."""

    reason = LineField(label="Why it is skipped", max_length=200)


class HandOverForm(forms.Form):
    """Somebody else does it."""

    to = PersonChoice(label="Who does it", queryset=User.objects.none(), empty_label="Choose somebody")

    def __init__(self, *args: Any, without: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(role__in=WORKING_ROLES).select_related("rep")
        found = people.exclude(pk=without.pk) if without else people
        self.fields["to"].queryset = found.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice of rows


class LetterForm(forms.Form):
    """A letter, as it leaves. Sent twice by a double click it leaves once."""

    subject = LineField(label="Subject", max_length=200)
    body = forms.CharField(label="Message", max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))
    nonce = forms.UUIDField(required=False, widget=forms.HiddenInput)

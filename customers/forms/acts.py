"""What staff do about one customer: record an event, block an address, erase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from customers.domain import events


class EventForm(forms.Form):
    """Something that happened, by a well-known name or one of the company's own."""

    name = forms.CharField(
        label="What happened",
        max_length=64,
        help_text="A name that event campaigns wait for, in small letters, digits and underscores.",
        widget=forms.TextInput(attrs={"list": "event-names", "autocomplete": "off", "spellcheck": "false"}),
    )
    occurred_at = forms.DateTimeField(
        label="When",
        help_text="In your own time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"occurred_at": timezone.localtime().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)
        self.known = list(events.KNOWN.items())

    def refuse(self, errors: dict[str, str]) -> None:
        """Show what the verb refused at the fields."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)


class EraseForm(forms.Form):
    """Whether the address is refused, too, and the word that shows that somebody means it."""

    stop = forms.BooleanField(
        label="And never ask at this address again",
        required=False,
        initial=True,
        help_text="Leave it checked when the person asked to be forgotten.",
    )
    confirm = forms.RegexField(
        r"^erase$",
        label="Write “erase” to confirm",
        error_messages={"invalid": "Write the word erase."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

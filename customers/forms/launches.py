"""Announcing that something was launched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from customers.domain.events import KNOWN
from customers.domain.launching import LONGEST_TITLE
from customers.models import Audience
from team.forms.fields import LineField


class LaunchForm(forms.Form):
    """What was launched, for whom, when, and the event that campaigns wait for."""

    title = LineField(
        label="What was launched",
        max_length=LONGEST_TITLE,
        help_text="For yourselves: it stands in the list of launches and with each event.",
    )
    audience = forms.ModelChoiceField(
        label="Who gets it",
        queryset=Audience.objects.all(),
        required=False,
        empty_label="Every customer",
    )
    event_name = forms.CharField(
        label="Event",
        max_length=64,
        initial="feature_launched",
        help_text="Campaigns that wait for this event ask these people.",
        widget=forms.TextInput(attrs={"list": "event-names", "autocomplete": "off", "spellcheck": "false"}),
    )
    occurred_at = forms.DateTimeField(
        label="When",
        help_text="In your own time zone. In the future: it waits until then.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    known = KNOWN.items()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault(
            "occurred_at", timezone.localtime().replace(second=0, microsecond=0)
        )
        super().__init__(*args, **kwargs)

    def chosen_audience(self) -> Audience | None:
        """The audience as it is chosen by now, whatever else is still missing."""
        try:
            found = self.fields["audience"].to_python(self["audience"].value())
        except forms.ValidationError:
            return None
        return found if isinstance(found, Audience) else None

    def refuse(self, errors: dict[str, str]) -> None:
        """Show what the domain said, beside each field."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)

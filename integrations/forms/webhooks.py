"""A webhook, and which of its calls one wants to see."""

from __future__ import annotations

from django import forms

from integrations.domain.webhooks import events
from integrations.enums import DeliveryState
from team.forms.fields import LineField


class WebhookForm(forms.Form):
    """Who is told, where, and of what."""

    name = LineField(
        label="What listens", max_length=120, help_text="For example “CRM”. It stands in lists and in mails."
    )
    url = forms.CharField(
        label="Address",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://crm.example.com/hooks", "autocomplete": "off"}),
        help_text="Begins with https://. Every event is sent there by POST, as JSON.",
    )
    events = forms.MultipleChoiceField(
        label="What it hears",
        choices=[(event.code, f"{event.label} ({event.code})") for event in events.EVENTS],
        widget=forms.CheckboxSelectMultiple,
        help_text="From now on: what happened before is not sent.",
        error_messages={"required": "Choose at least one event."},
    )


class CallsForm(forms.Form):
    """The calls of a webhook, narrowed."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *DeliveryState.choices]
    )
    event = forms.ChoiceField(
        label="Event",
        required=False,
        choices=[("", "Every event"), *((code, code) for code in events.LABELS)],
    )

    def chosen(self) -> dict[str, str]:
        """What narrows the list; what cannot be is ignored."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

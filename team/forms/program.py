"""The program's settings."""

from __future__ import annotations

from django import forms
from django.core.validators import URLValidator

from team.domain.program import IDENTITY, THRESHOLDS
from team.forms.fields import LineField, ZoneField
from team.models import Program


class ProgramForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Everything an admin sets once for the whole program."""

    time_zone = ZoneField(
        label="Time zone",
        help_text="Days begin and end here: for segments, the quiet period and every chart.",
    )

    privacy_url = forms.URLField(
        label="Page on how answers are used",
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Linked from every mail and from the answer page.",
    )

    class Meta:
        model = Program
        fields = (*IDENTITY, *THRESHOLDS)
        field_classes = {"company": LineField, "product": LineField, "sender_name": LineField}
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "sender_name": "Sender’s name",
            "postal_address": "Postal address",
            "new_customer_days": "New customer for",
            "renewal_days": "Renewal begins",
            "advocate_purchases": "Advocate from",
            "advocate_months": "Advocate after",
        }
        help_texts = {
            "company": "Customers read it in the mail and on the answer page.",
            "product": "Leave it empty to ask about the company.",
            "sender_email": "Your mail provider must allow this address to send.",
            "reply_to": "Where answers to the mail go; without one, to the sender’s address.",
            "postal_address": "Stands in every mail. No campaign can start without it.",
            "new_customer_days": "Counted from the first purchase.",
            "renewal_days": "Counted back from the renewal date.",
            "advocate_purchases": "And long enough with you.",
            "advocate_months": "And enough purchases.",
        }

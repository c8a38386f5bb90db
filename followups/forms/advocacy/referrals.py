"""Whom somebody recommended, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from core.addresses import InvalidAddress, canonical_email
from customers.domain import identities
from followups.forms.acts import note_field
from team.forms.fields import LineField

if TYPE_CHECKING:
    from datetime import date

    from customers.models import Customer


class ValueForm(forms.Form):
    """An amount a year with its currency."""

    value = forms.DecimalField(
        label="Value a year",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="What they pay or may pay, if you know it.",
    )
    currency = forms.CharField(
        label="Currency", required=False, max_length=3, help_text="Three letters, like EUR."
    )

    def clean_currency(self) -> str:
        """In capitals."""
        code: str = self.cleaned_data["currency"].strip().upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError("Write three letters, like EUR.")
        return code

    def clean(self) -> dict[str, Any]:
        """A value has a currency."""
        cleaned = super().clean() or {}
        if cleaned.get("value") is not None and "currency" in cleaned and not cleaned["currency"]:
            self.add_error("currency", "Say in which currency.")
        return cleaned


class ReferralForm(ValueForm):
    """Somebody who was recommended."""

    name = LineField(label="Name", required=False, max_length=200)
    company = LineField(label="Company", required=False, max_length=200)
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    named_on = forms.DateField(label="Recommended on", widget=forms.DateInput(attrs={"type": "date"}))
    note = note_field("Note", required=False, help_text="How they know each other, what they need.")

    field_order = ["name", "company", "email", "named_on", "value", "currency", "note"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["named_on"].initial = today
        self.fields["named_on"].widget.attrs["max"] = str(today)

    def clean_named_on(self) -> date:
        """Nobody has been recommended tomorrow."""
        day: date = self.cleaned_data["named_on"]
        if day > self.today:
            raise forms.ValidationError("Choose today or a day before.")
        return day

    def clean(self) -> dict[str, Any]:
        """Somebody is named."""
        cleaned = super().clean() or {}
        if not cleaned.get("name") and not cleaned.get("company"):
            self.add_error("name", "Say whom they recommended: a name or a company.")
        return cleaned


class NoteForm(forms.Form):
    """A word on it."""

    note = note_field("Note", required=False)


class WinForm(ValueForm):
    """Who they are among the customers."""

    customer = LineField(
        label="Their record",
        max_length=254,
        help_text="The e-mail address or the identifier in your CRM by which they are a customer here.",
    )
    note = note_field("Note", required=False)

    field_order = ["customer", "value", "currency", "note"]

    def clean_customer(self) -> Customer:
        """Whoever is known by this."""
        text: str = self.cleaned_data["customer"]
        found = identities.find(external_id=text)
        if found is None and "@" in text:
            try:
                found = identities.find(canonical_email=canonical_email(text))
            except InvalidAddress as problem:
                raise forms.ValidationError(f"Not an e-mail address: {problem}.") from problem
        if found is None:
            raise forms.ValidationError("No customer has this address or identifier. Add them first.")
        return found

"""A visitor's answer, as a widget or a public link sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from core.addresses import InvalidAddress, canonical_email
from responses.forms.answer import AnswerForm

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_ADDRESS = 254
LONGEST_TOKEN = 2_000


class VisitForm(AnswerForm):
    """Score, reason and consent, and where the placement asks for it an address."""

    # Exactly as a widget or a form writes it, without blanks around.
    score = forms.CharField(strip=False)
    email = forms.CharField(required=False, max_length=LONGEST_ADDRESS)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, asks_for_email: bool, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if not asks_for_email:
            del self.fields["email"]

    def clean_email(self) -> str:
        """The canonical address, or empty. Raises ValidationError for what is none."""
        email: str = self.cleaned_data["email"]
        try:
            return canonical_email(email) if email else ""
        except InvalidAddress as problem:
            raise ValidationError(str(problem)) from problem

    def draft(self) -> dict[str, Any]:
        """What was sent, to be shown again."""
        return {**super().draft(), "email": str(self.data.get("email", ""))[:LONGEST_ADDRESS]}


class ShowForm(forms.Form):
    """The widget is about to be seen: by which browser, and whom the company's server names."""

    nonce = forms.CharField(max_length=LONGEST_TOKEN)
    visitor = forms.RegexField(r"\A[0-9a-f]{32}\Z", strip=False)
    identity = forms.CharField(required=False, max_length=LONGEST_TOKEN)

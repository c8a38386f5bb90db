"""A customer's answer, as the page sends it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.scoring import parse_score

LONGEST_REASON = 4000


class PlainText(forms.CharField):
    """Text with one kind of line break, and without NUL, which PostgreSQL cannot store."""

    def to_python(self, value: Any) -> str:
        """The text, stripped."""
        return str(super().to_python(value)).replace("\x00", "").replace("\r\n", "\n")


class AnswerForm(forms.Form):
    """Score, reason and consent together.

    Whether a field is wrong is all that counts: the page has the sentence in the customer's language.
    """

    score = forms.CharField()
    reason = PlainText(required=False, max_length=LONGEST_REASON)
    contact_me = forms.BooleanField(required=False)

    def clean_score(self) -> int:
        """The score. Raises ValidationError for whatever is not a number from 0 to 10 in ASCII digits."""
        try:
            return parse_score(self.cleaned_data["score"])
        except ValueError:
            raise ValidationError("not a score") from None

    def draft(self) -> dict[str, Any]:
        """What was sent, to be shown again when something is wrong with it."""
        return {
            "score": self.cleaned_data.get("score"),
            "reason": self.data.get("reason", ""),
            "contact_me": self.cleaned_data.get("contact_me", False),
        }

"""A letter to a customer, and from what it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from followups.forms.tasks import LetterForm
from followups.models import MessageTemplate
from team.forms.fields import LineField

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TemplateForm(forms.Form):
    """From which template, in which language. Sent by GET: choosing changes nothing."""

    template = forms.ModelChoiceField(
        label="Begin with",
        queryset=MessageTemplate.objects.none(),
        required=False,
        empty_label="An empty sheet",
    )
    language = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: QuerySet[MessageTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = offered  # type: ignore[attr-defined]  # a choice of rows


class WriteForm(LetterForm):
    """The letter as it leaves; `despite` only where the customer asked not to be contacted."""

    despite = LineField(
        label="Why you write nevertheless",
        required=False,
        max_length=500,
        help_text="They asked not to be contacted. “They called and asked for a letter” is a reason; "
        "it is kept in the audit trail.",
    )

    def __init__(self, *args: Any, insists: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if insists:
            self.fields["despite"].required = True
            self.order_fields(["despite", "subject", "body", "nonce"])
        else:
            del self.fields["despite"]

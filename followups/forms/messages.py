"""Message templates, and what people decide about messages."""

from __future__ import annotations

from typing import Any

from django import forms

from core import languages as codes
from core import placeholders
from followups.domain.messages.filling import PLACEHOLDERS
from followups.enums import MessageKind
from followups.models import MessageTemplate, MessageText
from mailroom.enums import OutboxState
from surveys.domain import languages
from team.forms.fields import LineField

LONGEST_BODY = 10_000


def refuse_unknown(form: forms.BaseForm, *names: str) -> None:
    """Mark the fields that hold a placeholder which nobody fills."""
    for name in names:
        unknown = placeholders.unknown(form.cleaned_data.get(name) or "", PLACEHOLDERS)
        if unknown:
            written = ", ".join(f"{{{one}}}" for one in unknown)
            form.add_error(name, f"Nothing is known by the name {written}.")


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """What a template is for, and what {link} and {incentive} stand for."""

    link = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="What <code>{link}</code> stands for: your review page, your news, a booking page.",
    )

    class Meta:
        model = MessageTemplate
        fields = ("name", "kind", "band", "link", "incentive")
        labels = {"kind": "What it is", "band": "Offered for", "incentive": "Incentive"}
        help_texts = {
            "kind": "A personal answer comes from you by name and needs no opt-in. "
            "Offers need one where your contact rules say so, and carry an unsubscribe link.",
            "incentive": "What <code>{incentive}</code> stands for: “two months for free”.",
        }
        field_classes = {"name": LineField, "incentive": LineField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        band: Any = self.fields["band"]
        band.choices = [("", "Everybody"), *(choice for choice in band.choices if choice[0])]
        kind: Any = self.fields["kind"]
        kind.choices = MessageKind.choices

    def facts(self) -> dict[str, Any]:
        """The columns as they are to be stored."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TextForm(forms.Form):
    """The words of one language."""

    subject = LineField(label="Subject", max_length=200)
    body = forms.CharField(
        label="Message",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 16, "data-insert-into": ""}),
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": codes.direction(language)}

    def clean(self) -> dict[str, Any]:
        """Words without placeholders that nobody fills."""
        refuse_unknown(self, "subject", "body")
        return self.cleaned_data

    def draft(self, text: MessageText) -> MessageText:
        """An unsaved copy with the words as they are written now, right or wrong."""
        typed = {name: str(self[name].value() or "")[:LONGEST_BODY] for name in self.fields}
        words = {name: self.cleaned_data.get(name) or typed[name] for name in typed} if self.is_bound else {}
        return MessageText(template=text.template, language=text.language, **words)


class LanguageForm(forms.Form):
    """One more language."""

    language = forms.ChoiceField(label="Language")

    def __init__(self, *args: Any, without: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["language"]
        field.choices = languages.choices(without=without)


class MessageFilter(forms.Form):
    """The list of messages: by customer, state and kind."""

    STATES = (
        (OutboxState.PLANNED, "Waiting"),
        (OutboxState.CLAIMED, "Being sent"),
        (OutboxState.SENT, "Sent"),
        (OutboxState.UNKNOWN, "Nobody knows"),
        (OutboxState.FAILED, "Refused"),
        (OutboxState.SKIPPED, "Not sent"),
        (OutboxState.EXPIRED, "Too late"),
        (OutboxState.CANCELLED, "Taken back"),
    )

    q = forms.CharField(label="Search customers", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All states"), *STATES])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *MessageKind.choices])


class DecisionForm(forms.Form):
    """What became of a message whose hand-over broke off."""

    was_sent = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes"
    )

"""An ask, and what they said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from followups.domain import favors
from followups.enums import EndorsementKind
from team.forms.fields import LineField

if TYPE_CHECKING:
    from datetime import date

LONGEST_QUOTE = 4000


class AskForm(forms.Form):
    """For what they are asked; each kind says when it may be asked again."""

    kind = forms.ChoiceField(label="Ask for", widget=forms.RadioSelect)
    is_offered = forms.BooleanField(
        label="They offered it themselves",
        required=False,
        help_text="Nobody asked: a pause or an earlier ask does not stand against it.",
    )

    def __init__(self, *args: Any, taken: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [
            (kind.value, f"{kind.label} ({taken[kind]})" if kind in taken else kind.label)
            for kind in favors.ORDER
        ]
        self.initial.setdefault("kind", next((kind for kind in favors.ORDER if kind not in taken), ""))

    @property
    def facts(self) -> dict[str, Any]:
        """What `endorsing.ask` takes."""
        kind = EndorsementKind(self.cleaned_data["kind"])
        return {"kind": kind, "is_offered": self.cleaned_data["is_offered"]}


class AgreeForm(forms.Form):
    """What they agreed to: the words, where, how we know, since when."""

    quote = forms.CharField(
        label="The words that may be used",
        required=False,
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As they approved them.",
    )
    scope = LineField(
        label="Where it may be used",
        max_length=300,
        help_text="“Website and brochures, with name and company”, “this one event”.",
    )
    evidence = LineField(
        label="How we know",
        max_length=300,
        help_text="“E-mail of May 3”, “signed form in the contract folder”, “on the phone, to me”.",
    )
    agreed_on = forms.DateField(label="Agreed on", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["quote"].required = kind == EndorsementKind.QUOTE
        self.fields["agreed_on"].initial = today
        self.fields["agreed_on"].widget.attrs["max"] = str(today)

    def clean_agreed_on(self) -> date:
        """Nobody has agreed tomorrow."""
        day: date = self.cleaned_data["agreed_on"]
        if day > self.today:
            raise forms.ValidationError("Choose today or a day before.")
        return day


class DeclineForm(forms.Form):
    """They would rather not."""

    words = LineField(
        label="What they said",
        required=False,
        max_length=300,
        help_text="Whoever asks next year reads it.",
    )


class DoneForm(forms.Form):
    """It is out, or has taken place."""

    url = forms.URLField(
        label="Where it can be seen",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The address of the review, the page, the talk.",
    )

    def __init__(self, *args: Any, needs_url: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = needs_url


class WithdrawForm(forms.Form):
    """Consent is taken back."""

    words = LineField(
        label="How we know",
        max_length=300,
        help_text="“E-mail of June 9”, “told me on the phone”. It stays on record with what was agreed.",
    )

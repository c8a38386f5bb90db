"""A survey's words in one language, and the choice of languages."""

from __future__ import annotations

from typing import Any

from django import forms

from core import languages as codes
from core import placeholders
from surveys.domain import languages
from surveys.domain.editing import WORDS
from surveys.domain.texts import PLACEHOLDERS
from surveys.models import Survey, SurveyText
from team.forms.fields import LineField

HELP = {
    "subject": "What the inbox shows.",
    "subject_b": "Only for campaigns that test two subjects: half of the customers get this one.",
    "reminder_subject": "Empty: our own words.",
    "reminder_greeting": "Empty: our own words.",
    "greeting": "Above the scale.",
    "why_you": "At the foot of the mail. Whoever knows why they are asked complains less.",
    "reason_hint": "Below the question for the reason.",
    "contact_me": "A box that customers tick.",
    "thanks_detractor": (
        "Promise no call here: whoever ticked the box, and can be reached, reads behind it that somebody "
        "will get in touch."
    ),
}
LONG = (
    "greeting",
    "reminder_greeting",
    "question",
    "reason_question",
    "why_you",
    "thanks_promoter",
    "thanks_passive",
    "thanks_detractor",
)
# A preview shows words that are too long as well, within reason.
LONGEST = 500
LABELS = {
    "subject": "Subject of the mail",
    "subject_b": "Second subject",
    "reminder_subject": "Subject of reminders",
    "reminder_greeting": "Greeting of reminders",
    "low_label": "Words for 0",
    "high_label": "Words for 10",
    "reason_question": "Question for the reason",
    "reason_hint": "Hint",
    "contact_me": "Consent to be contacted",
    "send_button": "Button",
    "why_you": "Why they get the mail",
    "unsubscribe": "Words of the unsubscribe link",
    "thanks_title": "Heading",
    "thanks_promoter": "To promoters",
    "thanks_passive": "To passives",
    "thanks_detractor": "To detractors",
}


def refuse_unknown(form: forms.BaseForm, names: Any, allowed: frozenset[str]) -> None:
    """Mark the fields that hold a placeholder which nobody fills."""
    for name in names:
        unknown = placeholders.unknown(form.cleaned_data.get(name) or "", allowed)
        if unknown:
            written = ", ".join(f"{{{one}}}" for one in unknown)
            known = ", ".join(f"{{{one}}}" for one in sorted(allowed))
            form.add_error(name, f"Nothing is known by the name {written}. What you can write: {known}.")


def written_in(form: forms.BaseForm, names: Any, language: str) -> None:
    """Tell browsers which language goes into these fields, and which way it runs."""
    for name in names:
        form.fields[name].widget.attrs |= {"lang": language, "dir": codes.direction(language)}


class TextForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Everything a customer reads, in one language."""

    class Meta:
        model = SurveyText
        fields = WORDS
        labels = LABELS
        help_texts = HELP
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in LONG}
        field_classes = dict.fromkeys(WORDS, LineField)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in(self, WORDS, self.instance.language)

    def clean(self) -> dict[str, Any]:
        """Words without placeholders that nobody fills."""
        refuse_unknown(self, WORDS, PLACEHOLDERS)
        return self.cleaned_data

    def draft(self) -> SurveyText:
        """An unsaved text with the words as they are written now, right or wrong."""
        self.is_valid()
        words = {name: self.cleaned_data.get(name) or self._raw(name) for name in WORDS}
        return SurveyText(survey=self.instance.survey, language=self.instance.language, **words)

    def _raw(self, name: str) -> str:
        # What was not sent at all is not being written: it stays as it is stored.
        if self.add_prefix(name) not in self.data:
            return str(self.initial.get(name) or "")
        return str(self[name].value() or "")[:LONGEST]


class LanguageForm(forms.Form):
    """One more language."""

    language = forms.ChoiceField(label="Language")

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        written = frozenset(survey.texts.values_list("language", flat=True))
        field: Any = self.fields["language"]
        field.choices = languages.choices(without=written)

"""A survey's look, and its words in one language."""

from __future__ import annotations

from typing import Any

from django import forms

from core import colors, placeholders
from surveys.domain import languages
from surveys.domain.editing import WORDS
from surveys.domain.texts import PLACEHOLDERS
from surveys.models import Survey, SurveyText
from team.forms.fields import LineField

HELP = {
    "subject": "What the inbox shows.",
    "greeting": "Above the scale.",
    "why_you": "At the foot of the mail. Whoever knows why they are asked complains less.",
    "reason_hint": "Below the question for the reason.",
    "contact_me": "A box that customers tick.",
}
LONG = (
    "greeting",
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


class ColorField(forms.RegexField):
    """A color on which white can be read, and which can be read on white."""

    def __init__(self, **options: Any) -> None:
        wrong = {"invalid": "Write a color like #3b4cca."}
        control = forms.TextInput(attrs={"type": "color"})
        super().__init__(r"^#[0-9a-fA-F]{6}$", widget=control, error_messages=wrong, **options)

    def clean(self, value: Any) -> str:
        """The color in small letters. Raises ValidationError where too light."""
        color = str(super().clean(value)).lower()
        ratio = colors.contrast_of(color, colors.WHITE)
        if ratio < colors.TEXT_CONTRAST:
            raise forms.ValidationError(
                f"Too light: {ratio:.1f} to 1 against white, and text needs 4.5. Choose a darker one."
            )
        return color


class NewSurveyForm(forms.Form):
    """What a survey begins with."""

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    brand_color = ColorField(
        label="Color", initial="#3b4cca", help_text="Your brand’s color on the answer page."
    )


class SurveyForm(NewSurveyForm):
    """What holds for every language."""

    default_language = forms.ChoiceField(
        label="Default language", help_text="For customers whose language is not known or not written here."
    )

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        written = survey.texts.values_list("language", flat=True)
        field: Any = self.fields["default_language"]
        field.choices = [(code, languages.name_of(code)) for code in written]


class TextForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Everything a customer reads, in one language."""

    class Meta:
        model = SurveyText
        fields = WORDS
        labels = LABELS
        help_texts = HELP
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in LONG}
        field_classes = dict.fromkeys(WORDS, LineField)

    def clean(self) -> dict[str, Any]:
        """Words without placeholders that nobody fills."""
        for name in WORDS:
            unknown = placeholders.unknown(self.cleaned_data.get(name, ""), PLACEHOLDERS)
            if unknown:
                written = ", ".join(f"{{{one}}}" for one in unknown)
                self.add_error(name, f"Nothing is known by the name {written}.")
        return self.cleaned_data

    def draft(self) -> SurveyText:
        """An unsaved text with the words as they are written now, right or wrong."""
        self.is_valid()
        words = {name: self.cleaned_data.get(name) or self._raw(name) for name in WORDS}
        return SurveyText(survey=self.instance.survey, language=self.instance.language, **words)

    def _raw(self, name: str) -> str:
        return str(self[name].value() or "")[:LONGEST]


class LanguageForm(forms.Form):
    """One more language."""

    language = forms.ChoiceField(label="Language")

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        written = frozenset(survey.texts.values_list("language", flat=True))
        field: Any = self.fields["language"]
        field.choices = languages.choices(without=written)

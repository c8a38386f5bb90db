"""A survey's look and sender: what holds for all of its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from core import addresses, colors
from surveys.domain import branding, languages
from surveys.domain.texts import FIRST_LANGUAGES
from team.forms.fields import LineField

if TYPE_CHECKING:
    from surveys.models import Survey


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


class AddressField(forms.CharField):
    """One e-mail address and nothing else: a comma or a line break in a header says more than that."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        """The address as it was typed. Raises ValidationError for anything that is not exactly one."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            addresses.canonical_email(text)
        except addresses.InvalidAddress as problem:
            raise forms.ValidationError(f"This cannot be used: {problem}.") from problem
        return text


class NewSurveyForm(forms.Form):
    """What a survey begins with."""

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    brand_color = ColorField(
        label="Color", initial="#3b4cca", help_text="Your brand’s color in mails and on the answer page."
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each comes with our own words, for you to change. You can add more at any time.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["languages"]
        field.choices = languages.ours()
        field.initial = languages.spoken() or FIRST_LANGUAGES

    def clean_languages(self) -> list[str]:
        """The chosen languages, English first: it is the default of a new survey where it is among them."""
        chosen = list(self.cleaned_data["languages"])
        return sorted(chosen, key=lambda code: code != "en")


class LookForm(forms.Form):
    """What holds for every language."""

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    default_language = forms.ChoiceField(
        label="Default language", help_text="For customers whose language is not known or not written here."
    )
    brand_color = ColorField(
        label="Color", help_text="Mails and pages take their tints from it, in light and in dark."
    )
    sender_name = LineField(
        label="Sender’s name", max_length=120, required=False, help_text="Empty: the program’s own."
    )
    sender_email = AddressField(
        label="Sender’s address",
        max_length=254,
        required=False,
        help_text="Your mail provider must allow this address to send. Empty: the program’s own.",
    )
    reply_to = AddressField(
        label="Reply-to address",
        max_length=254,
        required=False,
        help_text="Where replies to the mail go. Empty: the program’s own.",
    )

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        written = survey.texts.values_list("language", flat=True)
        field: Any = self.fields["default_language"]
        field.choices = [(code, languages.name_of(code)) for code in written]


class LogoForm(forms.Form):
    """A picture of the company's name."""

    file = forms.FileField(
        label="Logo",
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
    )
    alternative = LineField(
        label="Words for it",
        max_length=120,
        required=False,
        help_text="Read out to people who cannot see it. Empty: the company’s name.",
    )

    def clean_file(self) -> bytes:
        """What the file holds. Raises ValidationError for one that is too large."""
        file = self.cleaned_data["file"]
        if file.size > branding.MOST_BYTES:
            raise forms.ValidationError("The file is larger than 2 MB. Save a smaller picture.")
        return bytes(file.read())

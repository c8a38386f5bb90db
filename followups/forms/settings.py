"""Who works follow-ups, and by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from followups.models import SlaPolicy
from followups.querysets import WORKING_ROLES
from team.models import User

DAYS = [
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
]
ONE_YEAR_OF_HOURS = 2000


class LanguagesField(forms.CharField):
    """Language codes, separated by blanks or commas."""

    def clean(self, value: Any) -> list[str]:
        """Distinct codes such as "es" or "pt-br". Raises ValidationError for anything else."""
        words = super().clean(value).replace(",", " ").lower().split()
        wrong = [
            word
            for word in words
            if not word.replace("-", "").isalnum() or not word.isascii() or len(word) > 12
        ]
        if wrong:
            raise forms.ValidationError(
                f"“{wrong[0]}” is no language code. Write codes such as en, es, pt-br."
            )
        return list(dict.fromkeys(words))


class RepForm(forms.Form):
    """A person's place in the assignment."""

    capacity = forms.IntegerField(
        label="Most follow-ups at once",
        min_value=0,
        max_value=500,
        initial=10,
        help_text="With 0 they are never chosen by the machine; they may still take some themselves.",
    )
    languages = LanguagesField(
        label="Languages they speak",
        required=False,
        max_length=200,
        help_text="Codes with blanks between them, for example: en es de",
    )
    away_until = forms.DateField(
        label="Away until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day they are back. Until then they get nothing new.",
    )


class NewRepForm(RepForm):
    """Somebody who gets a place."""

    user = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="Choose somebody")
    field_order = ("user",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(role__in=WORKING_ROLES, rep=None)
        self.fields["user"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice of rows


class SlaForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    """Targets and office hours."""

    class Meta:
        model = SlaPolicy
        fields = ("contact_hours", "resolve_hours", "imported_days")
        labels = {
            "contact_hours": "First contact within",
            "resolve_hours": "Resolution within",
            "imported_days": "Act on imported answers up to this age",
        }
        help_texts = {
            "imported_days": "0: imported answers open no follow-ups.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contact_hours", "resolve_hours"):
            self.fields[name].validators += [MinValueValidator(1), MaxValueValidator(ONE_YEAR_OF_HOURS)]

    def clean(self) -> dict[str, Any]:
        """The day ends after it begins, and the resolution is not due before the contact."""
        cleaned = super().clean() or {}
        contact, resolve = cleaned.get("contact_hours"), cleaned.get("resolve_hours")
        if contact and resolve and resolve < contact:
            self.add_error("resolve_hours", "The resolution cannot be due before the first contact.")
        return cleaned

"""A theme and the phrases that tell of it, by language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from core import languages
from responses.domain.themes import editing, phrasing, starters
from team.forms.fields import LineField

if TYPE_CHECKING:
    from django.forms import BoundField

    from responses.models import Theme

PREFIX = "phrases_"
# Phrases know primary codes alone.
LABELS = {"": "In any language", "zh": "Chinese"}


class PhrasesField(forms.CharField):
    """One phrase a line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """The phrases as a list, without empty lines."""
        lines = [" ".join(line.split()) for line in str(value or "").splitlines()]
        return [line for line in lines if line]

    def validate(self, value: Any) -> None:
        """Raises ValidationError for what could never be found, or would be found everywhere."""
        if len(value) > phrasing.MOST:
            raise ValidationError(f"Use at most {phrasing.MOST} phrases for one language.")
        for fault in map(phrasing.fault, value):
            if fault:
                raise ValidationError(fault)

    def run_validators(self, value: Any) -> None:
        """Those of one text do not fit a list."""


class TagForm(forms.Form):
    """A theme that is put on an answer, or taken off it, by its code."""

    theme = forms.SlugField(required=False)
    remove = forms.SlugField(required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not (cleaned.get("theme") or cleaned.get("remove")):
            raise ValidationError("Choose a theme.")
        return cleaned


class ThemeForm(forms.Form):
    """Name, description, and a field of phrases for each language."""

    name = LineField(label="Name", max_length=80, help_text="As your people say it: “Slow support”.")
    description = LineField(
        label="What belongs here", max_length=300, required=False, help_text="For whoever tags by hand."
    )

    def __init__(self, *args: Any, theme: Theme | None = None, **options: Any) -> None:
        said = editing.phrases_of(theme) if theme else {}
        initial: dict[str, Any] = {f"{PREFIX}{code}": "\n".join(lines) for code, lines in said.items()}
        if theme:
            initial |= {"name": theme.name, "description": theme.description}
        options["initial"] = initial | options.get("initial", {})
        super().__init__(*args, **options)
        known = ["", *starters.LANGUAGES]
        for code in [*known, *sorted(set(said) - set(known))]:
            label = LABELS.get(code) or languages.name_of(code)
            self.fields[f"{PREFIX}{code}"] = PhrasesField(label=label)

    @classmethod
    def of_word(cls, word: str, *, language: str) -> ThemeForm:
        """A form that begins with a word of a language; of any where we do not know the language."""
        known = language if language in starters.LANGUAGES else ""
        return cls(initial={f"{PREFIX}{known}": word, "name": word.capitalize()})

    def used(self) -> list[BoundField]:
        """The languages with phrases, and the first two of the list, so that there is something to fill."""
        rows = self._languages()
        return [row for place, row in enumerate(rows) if place < 2 or row.value() or row.errors]

    def unused(self) -> list[BoundField]:
        """The other languages."""
        shown = {row.name for row in self.used()}
        return [row for row in self._languages() if row.name not in shown]

    def phrases(self) -> dict[str, list[str]]:
        """By language; what is not understood is left out."""
        said: dict[str, Any] | None = getattr(self, "cleaned_data", None)
        if said is None:
            rows = [(row.name, row.field.to_python(row.value())) for row in self._languages()]
            return {name.removeprefix(PREFIX): lines or [] for name, lines in rows}
        return {name.removeprefix(PREFIX): it for name, it in said.items() if name.startswith(PREFIX)}

    def facts(self) -> dict[str, Any]:
        """What the verbs of editing take."""
        said = self.cleaned_data
        return {"name": said["name"], "description": said["description"], "phrases": self.phrases()}

    def _languages(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

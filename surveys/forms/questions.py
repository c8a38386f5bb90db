"""An extra question, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from customers.enums import Stage
from surveys.domain.questions import LEAST_OPTIONS, MOST_OPTIONS, PLACEHOLDERS, Wording
from surveys.enums import QuestionKind
from surveys.forms.texts import refuse_unknown, written_in
from team.forms.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms.boundfield import BoundField

    from surveys.models import QuestionText, SurveyQuestion

LONGEST_OPTION = 80


class NewQuestionForm(forms.Form):
    """What kind of question it will be: the rest follows from that."""

    kind = forms.ChoiceField(
        label="What is the answer?",
        choices=QuestionKind.choices,
        initial=QuestionKind.CHOICE,
        widget=forms.RadioSelect,
    )


class QuestionForm(forms.Form):
    """A question's words. Each choice is a field: `option_<code>` for a known one, `new_<n>` for another."""

    prompt = LineField(
        label="Question",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Short and plain.",
    )
    low_label = LineField(label="Words for 1", max_length=60, required=False)
    high_label = LineField(label="Words for 5", max_length=60, required=False)
    stages = forms.MultipleChoiceField(
        label="Only for customers of these stages",
        required=False,
        choices=Stage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: everybody, and visitors, too, whose stage nobody knows.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: QuestionKind,
        question: SurveyQuestion | None = None,
        text: QuestionText | None = None,
        language: str = "",
        is_translation: bool = False,
        samples: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.kind, self.is_translation = kind, is_translation
        self.codes = list(question.options) if question else []
        self.initial = _initial(question, text)
        if kind != QuestionKind.SCALE:
            del self.fields["low_label"], self.fields["high_label"]
        if kind == QuestionKind.CHOICE:
            self._add_options(samples or {})
        written_in(self, [name for name in self.fields if name != "stages"], language)

    def option_fields(self) -> list[BoundField]:
        """The fields of the choices, in their order."""
        return [self[name] for name in self.fields if name.startswith(("option_", "new_"))]

    def clean(self) -> dict[str, Any]:
        """Words without unknown placeholders, and enough choices that differ."""
        words = [name for name in self.fields if name != "stages"]
        refuse_unknown(self, words, PLACEHOLDERS)
        if self.kind == QuestionKind.CHOICE and not self.is_translation:
            self._check_options()
        return self.cleaned_data

    def wording(self) -> Wording:
        """What was written, for a form that is valid."""
        said = self.cleaned_data
        options = {code: said.get(f"option_{code}", "") for code in self.codes}
        kept = options if self.is_translation else {code: words for code, words in options.items() if words}
        added = [said[name] for name in self.fields if name.startswith("new_") and said[name]]
        return Wording(
            prompt=said["prompt"],
            low_label=said.get("low_label", ""),
            high_label=said.get("high_label", ""),
            options=kept,
            added=added,
        )

    def _add_options(self, samples: Mapping[str, str]) -> None:
        for number, code in enumerate(self.codes, start=1):
            label = samples.get(code) if self.is_translation else f"Choice {number}"
            self.fields[f"option_{code}"] = _option(label or code)
        if not self.is_translation:
            for number in range(len(self.codes), MOST_OPTIONS):
                self.fields[f"new_{number}"] = _option(f"Choice {number + 1}")

    def _check_options(self) -> None:
        said = [self.cleaned_data.get(field.name, "") for field in self.option_fields()]
        words = [one.casefold() for one in said if one]
        if len(words) < LEAST_OPTIONS:
            self.add_error(self._first_empty(), "A choice needs at least two answers to choose from.")
        elif len(set(words)) < len(words):
            self.add_error(self._repeated(), "Two of the choices read the same.")

    def _first_empty(self) -> str:
        names = [field.name for field in self.option_fields()]
        return next((name for name in names if not self.cleaned_data.get(name)), names[0])

    def _repeated(self) -> str:
        seen: set[str] = set()
        for field in self.option_fields():
            word = self.cleaned_data.get(field.name, "").casefold()
            if word and word in seen:
                break
            seen.add(word)
        return field.name


def _option(label: str) -> LineField:
    return LineField(label=label, max_length=LONGEST_OPTION, required=False)


def _initial(question: SurveyQuestion | None, text: QuestionText | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"stages": question.stages if question else []}
    if text is not None:
        initial |= {name: getattr(text, name) for name in ("prompt", "low_label", "high_label")}
        initial |= {f"option_{code}": words for code, words in text.options.items()}
    return initial

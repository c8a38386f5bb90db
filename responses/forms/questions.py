"""The extra questions, as pages and programs send their answers. None of them has to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from responses.domain.questions import Given
from responses.forms.answer import PlainText
from surveys.enums import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responses.domain.questions import ExtraQuestion

LONGEST_ANSWER = 1000


class QuestionsForm(forms.Form):
    """One field for each question, by `question.field`. Only the given questions are read."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, questions: Sequence[ExtraQuestion], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.questions = questions
        for question in questions:
            self.fields[question.field] = _field(question)

    def answers(self) -> list[Given]:
        """What was said to each question, blank where nothing was; for a form that is valid."""
        return [_given(question, self.cleaned_data[question.field]) for question in self.questions]

    def draft(self) -> tuple[tuple[str, str], ...]:
        """What was sent, to be shown again: pairs of field and value."""
        sent = ((question.field, str(self.data.get(question.field, ""))) for question in self.questions)
        return tuple((field, value[:LONGEST_ANSWER]) for field, value in sent if value)


def _field(question: ExtraQuestion) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return PlainText(label=question.prompt, required=False, max_length=LONGEST_ANSWER)
    return forms.ChoiceField(label=question.prompt, required=False, choices=question.options)


def _given(question: ExtraQuestion, said: str) -> Given:
    match question.kind:
        case QuestionKind.SCALE:
            return Given(question.pk, number=int(said) if said else None)
        case QuestionKind.CHOICE:
            return Given(question.pk, choice=said)
    return Given(question.pk, text=said)

"""An answer that staff write down, and a correction of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.scoring import SCORES, parse_score
from responses.domain import manual
from responses.forms.answer import LONGEST_REASON, PlainText
from surveys.domain import languages
from team.forms.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from responses.domain.questions import Given
    from responses.models import Response
    from surveys.models import Survey

# Older answers come in by an import, which asks nobody.
OLDEST = timedelta(days=31)
WHEN = "%Y-%m-%dT%H:%M"


class SaidForm(forms.Form):
    """What the customer said."""

    score = forms.ChoiceField(
        label="Score",
        choices=[(str(score), str(score)) for score in SCORES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the score that they named."},
    )
    reason = PlainText(
        label="Their reason",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In their words.",
    )
    contact_me = forms.BooleanField(label="They may be contacted about it", required=False, initial=True)

    def clean_score(self) -> int:
        """The score, 0 to 10."""
        return parse_score(self.cleaned_data["score"])


class EntryForm(SaidForm):
    """The same with when and in which language they said it."""

    answered_at = forms.DateTimeField(
        label="When they said it",
        help_text="In your own time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN),
    )
    language = forms.ChoiceField(label="Language")

    def __init__(
        self, data: Any = None, *, survey: Survey, language: str, now: datetime, **options: Any
    ) -> None:
        started = timezone.localtime(now).replace(second=0, microsecond=0)
        super().__init__(data, initial={"answered_at": started, "language": language}, **options)
        self.now = now
        written = survey.texts.values_list("language", flat=True)
        field: Any = self.fields["language"]
        field.choices = [(code, languages.name_of(code)) for code in written]

    def clean_answered_at(self) -> datetime:
        """An instant that has passed, and not long ago. Raises ValidationError."""
        at: datetime = self.cleaned_data["answered_at"]
        # The control knows no seconds: this very minute has begun already.
        if at > self.now:
            raise ValidationError("This lies in the future.")
        if at < self.now - OLDEST:
            raise ValidationError(
                f"Enter answers within {OLDEST.days} days; older ones come in by an import."
            )
        return at

    def said(self, answers: Sequence[Given]) -> manual.Said:
        """For a form that is valid."""
        return manual.Said(
            score=self.cleaned_data["score"],
            reason=self.cleaned_data["reason"],
            contact_me=self.cleaned_data["contact_me"],
            language=self.cleaned_data["language"],
            at=self.cleaned_data["answered_at"],
            answers=tuple(answers),
        )


class CorrectionForm(SaidForm):
    """What was meant, and why it is corrected."""

    why = LineField(
        label="Why is it corrected?",
        max_length=200,
        help_text="It stays on record, beside both versions.",
    )

    def __init__(self, data: Any = None, *, response: Response, **options: Any) -> None:
        stored = {name: getattr(response, name) for name in ("score", "reason", "contact_me")}
        super().__init__(data, initial=stored, **options)
        self.response = response

    def said(self, answers: Sequence[Given]) -> manual.Said:
        """For a form that is valid: language and time stay what they were."""
        return manual.Said(
            score=self.cleaned_data["score"],
            reason=self.cleaned_data["reason"],
            contact_me=self.cleaned_data["contact_me"],
            language=self.response.language,
            at=self.response.answered_at,
            answers=tuple(answers),
        )


def scale(form: SaidForm) -> list[tuple[int, bool]]:
    """The eleven scores, each with whether it is chosen, for a page that draws them."""
    value = form["score"].value()
    return [(score, value is not None and str(score) == str(value)) for score in SCORES]

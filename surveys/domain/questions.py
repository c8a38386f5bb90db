"""Writing the extra questions: at most five are asked; one that was answered is retired, never deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from core import placeholders
from surveys.models import QuestionText, Survey, SurveyQuestion
from surveys.models.survey import MOST_QUESTIONS
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from surveys.enums import QuestionKind
    from team.models import Program, User

# Whoever answers is not always known by name, so the questions name nobody.
PLACEHOLDERS: Final = frozenset({"company", "product"})
LEAST_OPTIONS, MOST_OPTIONS = 2, 8
LONGEST_CODE: Final = 40


class TooManyQuestions(Exception):
    """Five are asked already: each further one costs answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A question in one language. `options` maps known choices' codes to words, `added` holds new words."""

    prompt: str
    low_label: str = ""
    high_label: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[str] = ()


def asked(survey: Survey) -> list[SurveyQuestion]:
    """The survey's questions that are asked, in their order, with their words."""
    return list(survey.questions.filter(retired_at=None).prefetch_related("texts"))


def in_words(text: QuestionText | None, *, program: Program) -> str:
    """The question as its readers get it."""
    values = {"company": program.company, "product": program.asked_about}
    return placeholders.fill(text.prompt, values) if text else ""


def add(
    *,
    survey: Survey,
    kind: QuestionKind,
    stages: Sequence[str],
    wording: Wording,
    actor: User,
    now: datetime,
) -> SurveyQuestion:
    """One more question, last of all, in the survey's default language. Raises TooManyQuestions."""
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=survey.pk)
        _check_room(locked)
        keys = set(locked.questions.values_list("key", flat=True))
        question = SurveyQuestion.objects.create(
            survey=locked,
            key=_code(wording.prompt, keys, "question"),
            kind=kind,
            position=len(keys),
            stages=list(stages),
        )
        text = QuestionText(question=question, language=locked.default_language)
        _write(question, text, wording)
        changes = {"question": ["", wording.prompt], "kind": ["", kind.value], "stages": [[], list(stages)]}
        audit.log(actor=actor, action="survey.question_add", subject=survey, now=now, changes=changes)
    return question


def change(
    *,
    question: SurveyQuestion,
    language: str,
    stages: Sequence[str],
    wording: Wording,
    actor: User,
    now: datetime,
) -> dict[str, list[Any]]:
    """Set whom a question is asked and its words in one language; returns what differs.

    Its kind stays: answers of two kinds cannot be counted together. A choice that is gone from `options`
    is offered no more; those who chose it have chosen it.
    """
    with transaction.atomic():
        locked = SurveyQuestion.objects.select_for_update().get(pk=question.pk)
        text = locked.texts.filter(language=language).first()
        text = text or QuestionText(question=locked, language=language)
        before = _facts(locked, text)
        locked.stages = list(stages)
        _write(locked, text, wording)
        changes = audit.differences(before, _facts(locked, text))
        if changes:
            named = {"question": [locked.key, locked.key], "language": [language, language], **changes}
            survey = locked.survey
            audit.log(actor=actor, action="survey.question_change", subject=survey, now=now, changes=named)
    return changes


def move(*, question: SurveyQuestion, up: bool, actor: User, now: datetime) -> bool:
    """Ask it one place earlier or later; False where it stands at that end already."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=question.survey_id)
        order = list(survey.questions.filter(retired_at=None))
        place = next((place for place, one in enumerate(order) if one.pk == question.pk), None)
        target = None if place is None else place + (-1 if up else 1)
        if place is None or target is None or not 0 <= target < len(order):
            return False
        order[place], order[target] = order[target], order[place]
        for position, one in enumerate(order):
            SurveyQuestion.objects.filter(pk=one.pk).update(position=position)
        changes = {"order": [one.key for one in order]}
        audit.log(actor=actor, action="survey.question_move", subject=survey, now=now, changes=changes)
    return True


def remove(*, question: SurveyQuestion, actor: User, now: datetime) -> bool:
    """Ask it no more. True where it could be deleted, False where it was answered and is retired instead."""
    with transaction.atomic():
        # Whoever answers right now holds a share of this row, and is waited for.
        locked = SurveyQuestion.objects.select_for_update().get(pk=question.pk)
        survey, key = locked.survey, locked.key
        try:
            locked.delete()
        except ProtectedError:
            SurveyQuestion.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now)
            is_gone = False
        else:
            is_gone = True
        action = "survey.question_delete" if is_gone else "survey.question_retire"
        audit.log(actor=actor, action=action, subject=survey, now=now, changes={"question": [key, ""]})
    return is_gone


def restore(*, question: SurveyQuestion, actor: User, now: datetime) -> None:
    """Ask a retired question again, last of all. Raises TooManyQuestions."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=question.survey_id)
        _check_room(survey)
        back = SurveyQuestion.objects.filter(pk=question.pk, retired_at__isnull=False)
        if back.update(retired_at=None, position=survey.questions.count()):
            changes = {"question": ["", question.key]}
            audit.log(actor=actor, action="survey.question_restore", subject=survey, now=now, changes=changes)


def _check_room(survey: Survey) -> None:
    if survey.questions.filter(retired_at=None).count() >= MOST_QUESTIONS:
        raise TooManyQuestions


def _write(question: SurveyQuestion, text: QuestionText, wording: Wording) -> None:
    """Set words and choices; a choice's words outlive it, for the answers that name it."""
    known, offered = dict(text.options), [code for code in question.options if code in wording.options]
    known |= {code: words for code, words in wording.options.items() if code in question.options}
    for words in wording.added:
        code = _code(words, {*known, *question.options, *offered}, "choice")
        known[code] = words
        offered.append(code)
    text.prompt, text.low_label, text.high_label = wording.prompt, wording.low_label, wording.high_label
    text.options = known
    text.save()
    question.options = offered
    question.save(update_fields=["options", "stages"])


def _facts(question: SurveyQuestion, text: QuestionText) -> dict[str, Any]:
    return {
        "stages": question.stages,
        "choices": question.options,
        "prompt": text.prompt,
        "low_label": text.low_label,
        "high_label": text.high_label,
        "words": dict(text.options),
    }


def _code(words: str, taken: Collection[str], fallback: str) -> str:
    """A name for exports: the words as a slug, or a number where no Latin letter is among them."""
    slug = slugify(words)[:LONGEST_CODE].strip("-")
    if slug and slug not in taken:
        return slug
    stem = slug[: LONGEST_CODE - 4].strip("-") or fallback
    return next(name for number in range(2, 1000) if (name := f"{stem}-{number}") not in taken)

"""Answers to extra questions: kept with the response they belong to, and changed with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import connection

from core import placeholders
from responses.domain import storing
from responses.models import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responses.domain.questions import Given
    from responses.models import Response
    from team.models import Program

# Shared, not exclusive: answers come side by side, and only whoever deletes a question has to wait.
_KNOWN = """
SELECT q.id, q.key FROM surveys_surveyquestion q
JOIN surveys_campaign c ON c.survey_id = q.survey_id
WHERE c.id = %s ORDER BY q.position, q.id
"""
_SHARED = "FOR KEY SHARE OF q"
MOST_ON_SCALE: Final = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """What a response says now, by the keys of the questions; None where it says nothing."""

    changed: bool
    snapshot: dict[str, Any] | None


def keep(*, response: Response, given: Sequence[Given]) -> Kept:
    """Store what was said; a blank takes the earlier answer back, a question not named keeps its own.

    A question that was deleted while somebody read it is passed over: the rest of the answer counts.
    Needs an open transaction that holds the response.
    """
    keys = _known(response.campaign_id)
    before = {answer.question_id: answer for answer in Answer.objects.filter(response=response)}
    after = dict(before)
    for one in given:
        if one.question_id in keys:
            _put(after, one, response)
    changed = [row for pk, row in after.items() if row is not before.get(pk)]
    gone = before.keys() - after.keys()
    Answer.objects.filter(
        response=response, question__in=[*gone, *(row.question_id for row in changed)]
    ).delete()
    for row in changed:
        storing.insert(row)
    snapshot = {key: value_of(after[pk]) for pk, key in keys.items() if pk in after}
    return Kept(bool(changed or gone), snapshot or None)


def value_of(answer: Answer) -> str | int:
    """The one value that an answer holds: a choice's code, a number, or words."""
    return answer.number if answer.number is not None else answer.choice or answer.text


def _put(after: dict[int, Answer], said: Given, response: Response) -> None:
    stored = after.get(said.question_id)
    if said.is_blank:
        after.pop(said.question_id, None)
    elif stored is None or (stored.choice, stored.number, stored.text) != said[1:]:
        after[said.question_id] = Answer(response=response, **said._asdict())


def _known(campaign_id: int) -> dict[int, str]:
    """The keys of the survey's questions, retired ones included: a page may have been open for long."""
    lock = _SHARED if connection.features.has_select_for_update_of else ""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN + lock, [campaign_id])
        return dict(cursor.fetchall())


class Said(NamedTuple):
    """An answer for people: the question as it was asked by default, and what was answered."""

    prompt: str
    words: str
    is_quote: bool


# What `said` reads, for whoever shows many responses.
PREFETCH: Final = ("answers__question__survey", "answers__question__texts")


def said(response: Response, *, program: Program) -> list[Said]:
    """The answers to the extra questions, in the survey's order and its default language."""
    values = {"company": program.company, "product": program.asked_about}
    return [_said(answer, values) for answer in response.answers.all()]


def _said(answer: Answer, values: Mapping[str, str]) -> Said:
    question = answer.question
    by_language = {text.language: text for text in question.texts.all()}
    text = by_language.get(question.survey.default_language) or next(iter(by_language.values()), None)
    prompt = placeholders.fill(text.prompt, values) if text else question.key
    if answer.text:
        return Said(prompt, answer.text, is_quote=True)
    if answer.number is not None:
        return Said(prompt, f"{answer.number} of {MOST_ON_SCALE}", is_quote=False)
    words = (text.options.get(answer.choice) if text else "") or answer.choice
    return Said(prompt, placeholders.fill(words, values), is_quote=False)

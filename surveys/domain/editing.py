"""Saving what a survey says. Mails that leave from now on say the new words; answers keep what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from surveys.domain import texts
from surveys.models import Survey, SurveyText
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from team.models import User

LOOK = ("name", "default_language", "brand_color", "sender_name", "sender_email", "reply_to")
WORDS = (
    "subject",
    "subject_b",
    "reminder_subject",
    "reminder_greeting",
    "greeting",
    "question",
    "low_label",
    "high_label",
    "reason_question",
    "reason_hint",
    "contact_me",
    "send_button",
    "why_you",
    "unsubscribe",
    "thanks_title",
    "thanks_promoter",
    "thanks_passive",
    "thanks_detractor",
)


class LanguageExists(Exception):
    """The survey has words in this language already."""


class LanguageNeeded(Exception):
    """Whoever has no language of their own is asked in this one."""


def create(
    *,
    name: str,
    brand_color: str,
    actor: User,
    now: datetime,
    languages: Sequence[str] = texts.FIRST_LANGUAGES,
) -> Survey:
    """A survey with our own words in these languages; whoever speaks none of them gets the first."""
    with transaction.atomic():
        survey = Survey.objects.create(name=name, brand_color=brand_color, default_language=languages[0])
        texts.add_defaults(survey=survey, languages=languages)
        audit.log(actor=actor, action="survey.create", subject=survey, now=now)
    return survey


def change_look(
    *, survey: Survey, look: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Set those of a survey's LOOK that are given, and return what differs."""
    with transaction.atomic():
        stored = Survey.objects.select_for_update().get(pk=survey.pk)
        changes = audit.differences({name: getattr(stored, name) for name in LOOK}, dict(look))
        if changes:
            Survey.objects.filter(pk=stored.pk).update(**{name: look[name] for name in changes})
            audit.log(actor=actor, action="survey.change", subject=survey, now=now, changes=changes)
    return changes


def change_words(
    *, text: SurveyText, words: Mapping[str, str], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Set the WORDS of one of a survey's languages, and return what differs."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=text.survey_id)
        stored = SurveyText.objects.get(pk=text.pk)
        said = audit.differences({name: getattr(stored, name) for name in WORDS}, dict(words))
        if said:
            SurveyText.objects.filter(pk=stored.pk).update(**{name: words[name] for name in said})
            changes = {f"{name} ({stored.language})": pair for name, pair in said.items()}
            audit.log(actor=actor, action="survey.change", subject=survey, now=now, changes=changes)
    return said


def add_language(*, survey: Survey, language: str, actor: User, now: datetime) -> SurveyText:
    """Words in one more language: ours where we have them, else the default language's, to be translated.

    Raises LanguageExists.
    """
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)
        if survey.texts.filter(language=language).exists():
            raise LanguageExists
        words = texts.DEFAULTS.get(language)
        if words is None:
            source = texts.text_for(survey=survey, language=survey.default_language)
            words = {name: getattr(source, name) for name in WORDS}
        text = SurveyText.objects.create(survey=survey, language=language, **words)
        changes = {"language": ["", language]}
        audit.log(actor=actor, action="survey.add_language", subject=survey, now=now, changes=changes)
    return text


def remove_language(*, survey: Survey, language: str, actor: User, now: datetime) -> bool:
    """Take a language away; its readers get the default one. Raises LanguageNeeded for the default."""
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=survey.pk)
        if locked.default_language == language:
            raise LanguageNeeded
        removed, _ = locked.texts.filter(language=language).delete()
        if removed:
            changes = {"language": [language, ""]}
            audit.log(actor=actor, action="survey.remove_language", subject=survey, now=now, changes=changes)
    return removed > 0

"""Changing the company's message templates; every change is audited, and letters that are written stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from core import languages as codes
from followups.domain.messages.filling import text_for
from followups.domain.messages.starters import WORDS
from followups.models import MessageTemplate, MessageText
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from team.models import User

FACTS = ("name", "kind", "band", "link", "incentive")


class LanguageExists(Exception):
    """The template is written in this language already."""


class LanguageNeeded(Exception):
    """It is the template's only language."""


def create(
    *, facts: Mapping[str, Any], language: str, subject: str, body: str, actor: User, now: datetime
) -> MessageTemplate:
    """A new template, in one language to begin with."""
    with transaction.atomic():
        made = MessageTemplate.objects.create(**facts, created_by=actor, created_at=now)
        MessageText.objects.create(template=made, language=language, subject=subject, body=body)
        audit.log(actor=actor, action="template.create", subject=made, now=now)
    return made


def change_facts(
    *, template: MessageTemplate, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Name, kind, band, link and incentive; returns what differs."""
    before = MessageTemplate.objects.filter(pk=template.pk).values(*FACTS).get()
    changes = audit.differences(before, dict(facts))
    if changes:
        with transaction.atomic():
            MessageTemplate.objects.filter(pk=template.pk).update(**facts)
            audit.log(actor=actor, action="template.change", subject=template, now=now, changes=changes)
    return changes


def change_words(
    *, text: MessageText, subject: str, body: str, actor: User, now: datetime
) -> dict[str, list[Any]]:
    """The words of one language; returns what differs."""
    before = dict(MessageText.objects.filter(pk=text.pk).values("subject", "body").get())
    changes = audit.differences(before, {"subject": subject, "body": body})
    if changes:
        facts = {f"{text.language}.{name}": change for name, change in changes.items()}
        with transaction.atomic():
            MessageText.objects.filter(pk=text.pk).update(subject=subject, body=body)
            audit.log(actor=actor, action="template.change", subject=text.template, now=now, changes=facts)
    return changes


def add_language(*, template: MessageTemplate, language: str, actor: User, now: datetime) -> MessageText:
    """One more language, in our own words where we have some. Raises LanguageExists."""
    ours = WORDS.get(codes.matching(language, WORDS) or "", {}).get(template.starter)
    source = text_for(texts=list(template.texts.all()), language=language)
    subject, body = ours or (source.subject, source.body)
    try:
        with transaction.atomic():
            made = MessageText.objects.create(
                template=template, language=language, subject=subject, body=body
            )
            changes = {"language": ["", language]}
            audit.log(actor=actor, action="template.change", subject=template, now=now, changes=changes)
    except IntegrityError as problem:
        raise LanguageExists from problem
    return made


def remove_language(*, template: MessageTemplate, language: str, actor: User, now: datetime) -> None:
    """Its readers get English, or whatever is left. Raises LanguageNeeded for the only one."""
    with transaction.atomic():
        # Two who take away the last two at once: the second sees what the first left.
        MessageTemplate.objects.select_for_update().get(pk=template.pk)
        if not template.texts.exclude(language=language).exists():
            raise LanguageNeeded
        if template.texts.filter(language=language).delete()[0]:
            changes = {"language": [language, ""]}
            audit.log(actor=actor, action="template.change", subject=template, now=now, changes=changes)


def archive(*, template: MessageTemplate, is_active: bool, actor: User, now: datetime) -> bool:
    """Offer it no longer, or again. What was written with it stays, as do playbooks that write with it."""
    changed = MessageTemplate.objects.filter(pk=template.pk).exclude(is_active=is_active)
    with transaction.atomic():
        if not changed.update(is_active=is_active):
            return False
        action = "template.restore" if is_active else "template.archive"
        audit.log(actor=actor, action=action, subject=template, now=now)
    return True

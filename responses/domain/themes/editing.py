"""The company's own themes and phrases: changed here, audited, and read for in every answer again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from responses.domain.themes import folding, retagging
from responses.domain.themes.starters import STARTERS
from responses.models import Theme, ThemeRule
from team.domain import audit
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from team.models import ApiKey

    Actor = User | ApiKey | None
    Phrases = Mapping[str, Iterable[str]]

LONGEST_CODE = 60


class TakenName(ValueError):
    """Another theme has this name."""


def add(*, name: str, description: str, phrases: Phrases, actor: Actor, now: datetime) -> Theme:
    """A new theme; its code is made of the name and stays. Raises TakenName."""
    with transaction.atomic():
        retagging.begin_again(now=now)
        _check(name)
        theme = Theme.objects.create(
            code=_free_code(name),
            name=name,
            description=description,
            created_by=actor if isinstance(actor, User) else None,
            created_at=now,
        )
        changes = {"name": ["", name], **_write(theme, phrases)}
        audit.log(actor=actor, action="theme.add", subject=theme, now=now, changes=changes)
    return theme


def change(
    *, theme: Theme, name: str, description: str, phrases: Phrases, actor: Actor, now: datetime
) -> bool:
    """Other words for a theme, and other phrases that tell of it; false when all is as it was.

    Raises TakenName.
    """
    with transaction.atomic():
        before = phrases_of(theme)
        if distinct(phrases) != {language: sorted(said) for language, said in before.items()}:
            # The job's row first: its worker locks that, then themes.
            retagging.begin_again(now=now)
        row = Theme.objects.select_for_update().get(pk=theme.pk)
        _check(name, other_than=row)
        facts = {"name": name, "description": description}
        changes: dict[str, Any] = audit.differences({field: getattr(row, field) for field in facts}, facts)
        Theme.objects.filter(pk=row.pk).update(**facts)
        changes = {**changes, **_write(row, phrases)}
        if changes:
            row.name = name
            audit.log(actor=actor, action="theme.change", subject=row, now=now, changes=changes)
    return bool(changes)


def amend(
    *,
    theme: Theme,
    actor: Actor,
    now: datetime,
    name: str | None = None,
    description: str | None = None,
    phrases: Phrases | None = None,
    is_active: bool | None = None,
) -> bool:
    """Change what is given; of the phrases, those of the languages given. False when all is so already.

    Raises TakenName, and changes nothing.
    """
    with transaction.atomic():
        retagging.hold()
        row = Theme.objects.get(pk=theme.pk)
        changed = change(
            theme=row,
            name=row.name if name is None else name,
            description=row.description if description is None else description,
            phrases={**phrases_of(row), **(phrases or {})},
            actor=actor,
            now=now,
        )
        if is_active not in (None, row.is_active):
            changed |= switch(theme=row, is_active=not row.is_active, actor=actor, now=now)
    return changed


def switch(*, theme: Theme, is_active: bool, actor: Actor, now: datetime) -> bool:
    """Retire a theme, or use it again; what it has tagged stays. False when it is so already."""
    with transaction.atomic():
        retagging.begin_again(now=now)
        rows = Theme.objects.filter(pk=theme.pk, is_active=not is_active)
        if not rows.update(is_active=is_active):
            transaction.set_rollback(True)
            return False
        changes = {"is_active": [not is_active, is_active]}
        audit.log(actor=actor, action="theme.change", subject=theme, now=now, changes=changes)
    return True


def install(*, actor: User | None, now: datetime) -> int:
    """Add the ready-made themes that are not there by code or name; returns how many."""
    with transaction.atomic():
        retagging.begin_again(now=now)
        codes, names = set(), set()
        for code, name in Theme.objects.values_list("code", "name"):
            codes.add(code)
            names.add(name.casefold())
        new = [one for one in STARTERS if one.code not in codes and one.name.casefold() not in names]
        if not new:
            transaction.set_rollback(True)
            return 0
        for one in new:
            theme = Theme.objects.create(
                code=one.code, name=one.name, description=one.description, created_by=actor, created_at=now
            )
            _write(theme, one.phrases)
            audit.log(actor=actor, action="theme.add", subject=theme, now=now, changes={"ready_made": True})
    return len(new)


def missing() -> int:
    """How many of the ready-made themes are not in use."""
    known = set(Theme.objects.values_list("code", flat=True))
    return sum(one.code not in known for one in STARTERS)


def phrases_of(theme: Theme) -> dict[str, list[str]]:
    """A theme's phrases by language, as they were written."""
    found: dict[str, list[str]] = {}
    for rule in theme.rules.all():
        found.setdefault(rule.language, []).append(rule.phrase)
    return found


def distinct(phrases: Phrases) -> dict[str, list[str]]:
    """Each phrase once, those that are looked for alike too; languages without phrases are left out."""
    tidy: dict[str, list[str]] = {}
    for language, written in phrases.items():
        seen = {folding.fold_phrase(phrase): phrase for phrase in reversed(list(written)) if phrase}
        if seen:
            tidy[language] = sorted(seen.values())
    return tidy


def _write(theme: Theme, phrases: Phrases) -> dict[str, dict[str, list[str]]]:
    """Store the phrases; returns what came and what went, for the audit trail."""
    wanted = {(language, phrase) for language, said in distinct(phrases).items() for phrase in said}
    known = {(rule.language, rule.phrase): rule.pk for rule in theme.rules.all()}
    came, gone = sorted(wanted - set(known)), sorted(set(known) - wanted)
    ThemeRule.objects.filter(pk__in=[known[pair] for pair in gone]).delete()
    ThemeRule.objects.bulk_create(
        ThemeRule(theme=theme, language=language, phrase=phrase) for language, phrase in came
    )
    told = {
        word: [f"{language or 'any'}: {phrase}" for language, phrase in pairs]
        for word, pairs in (("added", came), ("removed", gone))
        if pairs
    }
    return {"phrases": told} if told else {}


def _check(name: str, *, other_than: Theme | None = None) -> None:
    others = Theme.objects.exclude(pk=other_than.pk) if other_than else Theme.objects.all()
    if others.filter(name__iexact=name).exists():
        raise TakenName("Another theme has this name.")


def _free_code(name: str) -> str:
    base = slugify(name)[: LONGEST_CODE - 4] or "theme"
    base = "theme" if base == "none" else base
    taken = set(Theme.objects.filter(code__startswith=base).values_list("code", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in names if code not in taken)

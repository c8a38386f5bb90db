"""Custom attributes by hand: their names and kinds. Imports define theirs themselves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from customers.domain import cleaning
from customers.domain.audiences.fields import ATTRIBUTE
from customers.enums import AttributeKind
from customers.models import AttributeDefinition, Audience, Customer
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from team.models import User

LONGEST_KEY = 64
# Of so many customers, the latest, the attributes are looked at.
LOOKED_AT = 2_000
MOST_SEEN = 20
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class KeyTaken(Exception):
    """An attribute with this key is defined already."""


class SpokenOf(Exception):
    """Audiences have rules on it: `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Seen:
    """An attribute that customers have and nobody has defined."""

    key: str
    kind: AttributeKind
    number: int


def define(*, key: str, label: str, kind: str, actor: User, now: datetime) -> AttributeDefinition:
    """Say what an attribute is called and what kind it is. Raises KeyTaken."""
    try:
        with transaction.atomic():
            made = AttributeDefinition.objects.create(key=key, label=label, kind=kind, created_at=now)
            facts = {"key": key, "kind": kind}
            audit.log(actor=actor, action="attribute.define", subject=made, now=now, changes=facts)
    except IntegrityError as refusal:
        raise KeyTaken from refusal
    return made


def change(*, definition: AttributeDefinition, label: str, kind: str, actor: User, now: datetime) -> bool:
    """Call it otherwise, or read it as another kind; returns whether anything differs.

    Raises SpokenOf for another kind while audiences have rules on it: they would say nonsense.
    """
    with transaction.atomic():
        stored = AttributeDefinition.objects.select_for_update().get(pk=definition.pk)
        changes = audit.differences(
            {"label": stored.label, "kind": stored.kind}, {"label": label, "kind": kind}
        )
        if "kind" in changes and (names := speaking_of(stored.key)):
            raise SpokenOf(names)
        if changes:
            AttributeDefinition.objects.filter(pk=stored.pk).update(label=label, kind=kind)
            definition.refresh_from_db()
            audit.log(actor=actor, action="attribute.change", subject=definition, now=now, changes=changes)
    return bool(changes)


def forget(*, definition: AttributeDefinition, actor: User, now: datetime) -> None:
    """Take the definition away; what customers have stays. Raises SpokenOf while audiences need it."""
    with transaction.atomic():
        stored = AttributeDefinition.objects.select_for_update().get(pk=definition.pk)
        if names := speaking_of(stored.key):
            raise SpokenOf(names)
        audit.log(actor=actor, action="attribute.forget", subject=stored, now=now)
        stored.delete()


def labelled(values: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Somebody's attributes as people call and read them; undefined ones keep their keys. One query."""
    if not values:
        return []
    labels = dict(AttributeDefinition.objects.values_list("key", "label"))
    return [(labels.get(key, key), _read(value)) for key, value in values.items()]


def speaking_of(key: str) -> list[str]:
    """The names of the audiences with a rule on this attribute."""
    return users_by_key().get(key, [])


def users_by_key() -> dict[str, list[str]]:
    """The names of the audiences with rules on each attribute."""
    found: dict[str, list[str]] = {}
    for audience in Audience.objects.all():
        for key in {it.removeprefix(ATTRIBUTE) for it in _fields(audience.rules) if it.startswith(ATTRIBUTE)}:
            found.setdefault(key, []).append(audience.name)
    return found


def seen() -> list[Seen]:
    """What the latest customers have that nobody has defined, the most frequent first."""
    defined = set(AttributeDefinition.objects.values_list("key", flat=True))
    numbers: Counter[str] = Counter()
    kinds: dict[str, set[AttributeKind]] = {}
    rows = Customer.objects.current().order_by("-pk").values_list("attributes", flat=True)[:LOOKED_AT]
    for attributes in rows:
        for key, value in attributes.items():
            if key not in defined and len(key) <= LONGEST_KEY:
                numbers[key] += 1
                kinds.setdefault(key, set()).add(_kind_of(value))
    return [Seen(key, _common(kinds[key]), number) for key, number in numbers.most_common(MOST_SEEN)]


def clean_key(value: str) -> str:
    """A key as customers have it. Raises ValueError with a sentence."""
    key = cleaning.text(LONGEST_KEY)(value)
    if not key:
        raise ValueError("An attribute needs a key.")
    return key


def _common(kinds: set[AttributeKind]) -> AttributeKind:
    return next(iter(kinds)) if len(kinds) == 1 else AttributeKind.TEXT


def _kind_of(value: object) -> AttributeKind:
    if isinstance(value, bool):
        return AttributeKind.FLAG
    if isinstance(value, (int, float)):
        return AttributeKind.NUMBER
    return AttributeKind.DATE if DAY.fullmatch(str(value)) else AttributeKind.TEXT


def _fields(rules: dict[str, Any]) -> Iterator[str]:
    for it in rules.get("rules", []):
        if "rules" in it:
            yield from _fields(it)
        else:
            yield str(it.get("field", ""))


def _read(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

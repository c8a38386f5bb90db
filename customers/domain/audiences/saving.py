"""Saved audiences: made, changed, copied, given up; and what hangs on them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from customers.domain import announcing
from customers.domain.audiences.rules import Rules, as_json
from customers.models import Audience
from team.domain import audit
from team.models import ApiKey, User

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime


LONGEST_NAME = 120


class NameTaken(Exception):
    """Another audience has this name."""


class StillUsed(Exception):
    """Something is sent to this audience; `names` says what."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Use:
    """A row of some room that is sent to an audience: `model` is its label, such as surveys.campaign."""

    model: str
    word: str
    pk: int
    name: str


def create(
    *, name: str, description: str, rules: Rules, actor: User | ApiKey | None, now: datetime
) -> Audience:
    """Save rules under a name. Raises NameTaken."""
    with _unless_taken():
        audience = Audience.objects.create(
            name=name,
            description=description,
            rules=as_json(rules),
            created_by=actor if isinstance(actor, User) else None,
            created_at=now,
            updated_at=now,
        )
        facts = {"rules": audience.rules}
        audit.log(actor=actor, action="audience.create", subject=audience, now=now, changes=facts)
    return audience


def change(
    *,
    audience: Audience,
    name: str,
    description: str,
    rules: Rules,
    actor: User | ApiKey | None,
    now: datetime,
) -> bool:
    """Save other rules or another name; returns whether anything differs. Raises NameTaken.

    Whoever plans by the audience looks again. A program may not change whom something is sent to: raises
    StillUsed.
    """
    after = {"name": name, "description": description, "rules": as_json(rules)}
    with _unless_taken():
        stored = Audience.objects.select_for_update().get(pk=audience.pk)
        changes = audit.differences({key: getattr(stored, key) for key in after}, after)
        if not changes:
            return False
        if "rules" in changes and isinstance(actor, ApiKey) and (uses := uses_of([stored.pk])[stored.pk]):
            raise StillUsed(sorted(use.name for use in uses))
        Audience.objects.filter(pk=stored.pk).update(**after, updated_at=now)
        audience.refresh_from_db()
        audit.log(actor=actor, action="audience.change", subject=audience, now=now, changes=changes)
        if "rules" in changes:
            announcing.everybody()
    return True


def duplicate(*, audience: Audience, rules: Rules, actor: User, now: datetime) -> Audience:
    """The same rules under a name of their own."""
    taken = set(Audience.objects.values_list("name", flat=True))
    names = (f"{audience.name[: LONGEST_NAME - 12]} (copy{f' {n}' if n > 1 else ''})" for n in range(1, 1000))
    name = next(name for name in names if name not in taken)
    return create(name=name, description=audience.description, rules=rules, actor=actor, now=now)


def delete(*, audience: Audience, actor: User | ApiKey | None, now: datetime) -> None:
    """Give an audience up. Raises StillUsed with the names of the campaigns and launches that use it."""
    try:
        with transaction.atomic():
            audit.log(
                actor=actor, action="audience.delete", subject=audience, now=now,
                changes={"rules": audience.rules},
            )  # fmt: skip
            audience.delete()
    except ProtectedError as refusal:
        raise StillUsed(sorted(str(it) for it in refusal.protected_objects)) from refusal


def uses_of(audience_ids: Collection[int]) -> dict[int, list[Use]]:
    """What is sent to these audiences, in whatever room: by whoever points at the table."""
    found: dict[int, list[Use]] = {pk: [] for pk in audience_ids}
    for relation in Audience._meta.related_objects:
        column, model = relation.field.attname, relation.related_model
        for row in model._default_manager.filter(**{f"{column}__in": list(audience_ids)}):
            use = Use(model._meta.label_lower, str(model._meta.verbose_name), row.pk, str(row))
            found[getattr(row, column)].append(use)
    return found


@contextmanager
def _unless_taken() -> Iterator[None]:
    """A transaction whose refused name is told as NameTaken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        raise NameTaken from refusal

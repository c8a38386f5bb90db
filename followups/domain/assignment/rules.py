"""What counts when the machine chooses, and how much; every change is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from followups.domain import ranking
from followups.enums import Trait
from followups.models import AssignmentRules, CustomTrait
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from team.models import User

FACTS = (*Trait.values, "owner_first")
TRAIT_FACTS = ("label", "source", "points")


class NameTaken(Exception):
    """Another trait has this name."""


def current() -> AssignmentRules:
    """The one row, with its defaults where nobody ever changed it."""
    return AssignmentRules.objects.filter(pk=1).first() or AssignmentRules(pk=1)


def points() -> ranking.Points:
    """What everything is worth now."""
    return points_of(current(), list(CustomTrait.objects.all()))


def points_of(rules: AssignmentRules, own: Collection[CustomTrait]) -> ranking.Points:
    """What everything is worth under these rules, stored or not."""
    built_in = {trait.value: int(getattr(rules, trait.value)) for trait in Trait}
    return ranking.Points(
        by_trait={**built_in, **{code_of(trait): trait.points for trait in own}},
        owner_first=rules.owner_first,
        labels={code_of(trait): trait.label for trait in own},
    )


def code_of(trait: CustomTrait) -> str:
    """The name of a trait of the company's own among all traits."""
    return f"{ranking.CUSTOM}{trait.key}"


def change(*, facts: Mapping[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Weigh otherwise from now on; what changed. Who has a follow-up keeps it."""
    with transaction.atomic():
        AssignmentRules.objects.get_or_create(pk=1)
        row = AssignmentRules.objects.select_for_update().get(pk=1)
        new = {name: facts[name] for name in FACTS if name in facts}
        changes = audit.differences({name: getattr(row, name) for name in new}, new)
        if changes:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
            audit.log(actor=actor, action="assignment.changed", subject=row, now=now, changes=changes)
    return changes


def add_trait(*, key: str, facts: Mapping[str, Any], actor: User, now: datetime) -> CustomTrait:
    """A trait of the company's own. Raises NameTaken for a key or a name that another one has."""
    try:
        with transaction.atomic():
            made = CustomTrait.objects.create(key=key, **{name: facts[name] for name in TRAIT_FACTS})
            audit.log(actor=actor, action="trait.added", subject=made, now=now, changes=dict(facts))
    except IntegrityError as refusal:
        raise NameTaken from refusal
    return made


def change_trait(
    *, trait: CustomTrait, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Name it, read it or weigh it otherwise; what changed. Raises NameTaken."""
    try:
        with transaction.atomic():
            row = CustomTrait.objects.select_for_update().get(pk=trait.pk)
            new = {name: facts[name] for name in TRAIT_FACTS}
            changes = audit.differences({name: getattr(row, name) for name in new}, new)
            if changes:
                CustomTrait.objects.filter(pk=row.pk).update(**new)
                row.refresh_from_db()
                audit.log(actor=actor, action="trait.changed", subject=row, now=now, changes=changes)
    except IntegrityError as refusal:
        raise NameTaken from refusal
    return changes


def remove_trait(*, trait: CustomTrait, actor: User, now: datetime) -> None:
    """It counts no longer. What people stand for stays with them; decisions keep their points."""
    with transaction.atomic():
        facts = {name: getattr(trait, name) for name in TRAIT_FACTS}
        audit.log(actor=actor, action="trait.removed", subject=trait, now=now, changes=facts)
        trait.delete()

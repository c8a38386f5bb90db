"""The audit trail: written beside the change, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from team.models import ApiKey, AuditEntry, User

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

BY_MACHINE = "Closeloop"
FORGOTTEN = "erased"


def log(
    *,
    actor: User | ApiKey | None,
    action: str,
    subject: Model,
    now: datetime,
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Store who did what ("campaign.activate") to which row. Without an actor it was the machine.

    `changes` maps a field to [before, after], or holds plain facts; its values must fit JSON.
    """
    return AuditEntry.objects.create(
        at=now,
        actor=actor if isinstance(actor, User) else None,
        actor_label=_label(actor)[:200],
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk or ""),
        subject_label=str(subject)[:200],
        changes=changes or {},
    )


def forget(*, subject: Model) -> int:
    """Take the name and the values of an erased row out of its entries; returns how many there were.

    What was done, when and by whom stays. Call it where the row itself is erased.
    """
    entries = AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return entries.update(subject_label=FORGOTTEN, changes={})


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ, as {field: [before, after]}, in words that JSON can hold."""
    return {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)


def _label(actor: User | ApiKey | None) -> str:
    if isinstance(actor, ApiKey):
        return f"API key {actor.name}"
    return str(actor) if actor else BY_MACHINE

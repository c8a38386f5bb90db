"""The audit trail: written beside the change, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from team.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from team.models import User

BY_MACHINE = "Closeloop"


def log(
    *, actor: User | None, action: str, subject: Model, now: datetime, changes: dict[str, Any] | None = None
) -> AuditEntry:
    """Store who did what to which row.

    `changes` maps a field to [before, after], or holds plain facts; its values must fit JSON.
    """
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        actor_label=str(actor) if actor else BY_MACHINE,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk or ""),
        subject_label=str(subject)[:200],
        changes=changes or {},
    )


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ, as {field: [before, after]}, in words that JSON can hold."""
    return {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)

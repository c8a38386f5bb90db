"""Changing policies: every change is audited, and holds for follow-ups opened from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError, Q

from followups.models import FollowUp, SlaPolicy
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from team.models import User

FACTS = (
    "name",
    "is_active",
    "band",
    "stages",
    "least_score",
    "most_score",
    "least_value",
    "currency",
    "exempts",
    "exempt_reason",
    "hours",
    "contact_hours",
    "resolve_hours",
    "warn_hours",
    "manager_hours",
    "admin_hours",
    "imported_days",
)
STEP = 10


class InUse(Exception):
    """Follow-ups have this policy, or policies these hours: it can be switched off, not removed."""


def add(*, facts: Mapping[str, Any], actor: User, now: datetime) -> SlaPolicy:
    """A new policy, behind the others and in front of the fallback."""
    with transaction.atomic():
        last = _ordered().last()
        added = SlaPolicy(position=last.position + STEP if last else STEP, **_known(facts))
        added.save()
        audit.log(actor=actor, action="sla.added", subject=added, now=now, changes=_told({}, facts))
    return added


def change(
    *, policy: SlaPolicy, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Write targets and conditions; what changed. They hold for follow-ups opened from now on."""
    with transaction.atomic():
        row = SlaPolicy.objects.select_for_update().get(pk=policy.pk)
        new = _known(facts)
        changes = _told({name: getattr(row, name) for name in new}, new)
        if changes:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
            look_again([row], now=now)
            audit.log(actor=actor, action="sla.changed", subject=row, now=now, changes=changes)
    return changes


def look_again(policies: Iterable[SlaPolicy], *, now: datetime) -> int:
    """Let the clock think anew about what these policies hold for; how many follow-ups there are.

    Deadlines stay. When it warns and escalates follows the policy as it is: the sweep says what is due.
    """
    policies = list(policies)
    found = Q(policy__in=policies)
    if any(policy.is_fallback for policy in policies):
        found |= Q(policy=None)
    ahead = FollowUp.objects.unfinished().filter(found).exclude(next_alarm_at__lte=now)
    return ahead.update(next_alarm_at=now)


def move(*, policy: SlaPolicy, up: bool, actor: User, now: datetime) -> bool:
    """Put a policy one place forward or back; False when it stands there already."""
    with transaction.atomic():
        rows = list(_ordered().select_for_update())
        place = next((place for place, row in enumerate(rows) if row.pk == policy.pk), None)
        if place is None:
            return False
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return False
        rows[place], rows[other] = rows[other], rows[place]
        for number, row in enumerate(rows, start=1):
            SlaPolicy.objects.filter(pk=row.pk).update(position=number * STEP)
        changes = {"place": [place + 1, other + 1]}
        audit.log(actor=actor, action="sla.moved", subject=policy, now=now, changes=changes)
    return True


def remove(*, policy: SlaPolicy, actor: User, now: datetime) -> None:
    """Take a policy away that no follow-up has. Raises InUse, for the fallback too."""
    if policy.is_fallback:
        raise InUse
    try:
        with transaction.atomic():
            audit.log(actor=actor, action="sla.removed", subject=policy, now=now)
            policy.delete()
    except ProtectedError as refusal:
        raise InUse from refusal


def _ordered() -> Any:
    return SlaPolicy.objects.filter(is_fallback=False).order_by("position", "pk")


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if name in facts}


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return audit.differences(dict(before), _known(after))

"""Changing office hours: audited, and for what is counted from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, ProtectedError, Q

from followups.domain.sla.editing import InUse, look_again
from followups.domain.sla.policies import policy
from followups.models import OfficeHours, SlaPolicy
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from team.models import User

FACTS = ("name", "time_zone", "week", "country")


def all_hours() -> QuerySet[OfficeHours]:
    """Every office with how many policies (`of_policies`) and people (`of_reps`) count in its hours."""
    return OfficeHours.objects.annotate(
        of_policies=Count("policies", distinct=True), of_reps=Count("reps", distinct=True)
    )


def add_hours(*, facts: Mapping[str, Any], actor: User, now: datetime) -> OfficeHours:
    """New office hours."""
    with transaction.atomic():
        added = OfficeHours(**_known(facts))
        added.save()
        changes = audit.differences({}, _known(facts))
        audit.log(actor=actor, action="office_hours.added", subject=added, now=now, changes=changes)
    return added


def change_hours(
    *, hours: OfficeHours, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Write other hours; what changed. Deadlines that stand are not moved."""
    with transaction.atomic():
        row = OfficeHours.objects.select_for_update().get(pk=hours.pk)
        new = _known(facts)
        changes = audit.differences({name: getattr(row, name) for name in new}, new)
        if changes:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
            look_again(counted_in(row), now=now)
            audit.log(actor=actor, action="office_hours.changed", subject=row, now=now, changes=changes)
    return changes


def remove_hours(*, hours: OfficeHours, actor: User, now: datetime) -> None:
    """Take office hours away that no policy counts in. Raises InUse."""
    try:
        with transaction.atomic():
            audit.log(actor=actor, action="office_hours.removed", subject=hours, now=now)
            hours.delete()
    except ProtectedError as refusal:
        raise InUse from refusal


def counted_in(hours: OfficeHours) -> list[SlaPolicy]:
    """The policies whose business hours these are, those without hours of their own included."""
    found = Q(hours=hours) if hours.pk else Q(pk__in=[])
    if hours.pk and policy().hours_id == hours.pk:
        found |= Q(hours=None)
    return list(SlaPolicy.objects.filter(found))


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if name in facts}

"""Who answers for what waits for somebody with room: never somebody who is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from followups.domain import history
from followups.domain.assignment import keeping, telling
from followups.enums import ActivityKind
from followups.models import FollowUp
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from followups.querysets import FollowUpQuerySet


def replace_gone(*, now: datetime) -> int:
    """Name a manager for what nobody answers for any more, and tell them; for how many one was found."""
    return sum(_replace(pk, now=now) for pk in list(_without().order_by("pk").values_list("pk", flat=True)))


def _without() -> FollowUpQuerySet:
    able = User.objects.managers().values("pk")
    return FollowUp.objects.overflow().filter(Q(accountable=None) | ~Q(accountable__in=able))


def _replace(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = _without().filter(pk=pk).select_for_update(of=("self",)).first()
        to = keeping.accountable_for(row) if row else None
        if row is None or to is None:
            return False
        row.accountable = to
        row.save(update_fields=["accountable"])
        line = history.add(
            followup=row,
            kind=ActivityKind.ASSIGNED,
            actor=None,
            now=now,
            facts={"words": f"{to} answers for it now"},
        )
        telling.tell_overflow(followup=row, occasion=line.pk, text="Whoever did is gone.", now=now)
    return True

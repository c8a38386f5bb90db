"""Who works follow-ups: their place in the assignment, and what is on their desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, Q

from core.calendars import start_of_day
from followups.domain import sla
from followups.enums import CLOSED
from followups.models import Rep
from followups.querysets import is_overdue
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from followups.querysets import RepQuerySet
    from team.models import User

FACTS = ("capacity", "languages", "away_until")


def desks(*, now: datetime) -> RepQuerySet:
    """Everybody with a place, the fullest first, with how many of theirs are `overdue` and `waiting`."""
    theirs = Q(user__followups__isnull=False) & ~Q(user__followups__state__in=CLOSED)
    late = theirs & is_overdue(now=now, prefix="user__followups__")
    waiting = Q(user__followups__state="waiting")
    return (
        Rep.objects.select_related("user")
        .annotate(
            overdue=Count("user__followups", filter=late), waiting=Count("user__followups", filter=waiting)
        )
        .order_by(F("load").desc(), "user__name", "pk")
    )


def back_on(day: date | None) -> datetime | None:
    """The instant from which somebody is back: the start of that day in the program's zone."""
    return start_of_day(day, sla.zone()) if day else None


def add(*, user: User, facts: Mapping[str, Any], actor: User, now: datetime) -> Rep:
    """Give somebody a place in the assignment; of two who do it at once one makes it, both change it."""
    with transaction.atomic():
        rep, _ = Rep.objects.get_or_create(user=user, defaults={"capacity": 0})
        change(rep=rep, facts=facts, actor=actor, now=now)
    return rep


def change(*, rep: Rep, facts: Mapping[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Write capacity, languages and absence; what changed. What they already have stays theirs."""
    with transaction.atomic():
        row = Rep.objects.select_for_update(of=("self",)).select_related("user").get(pk=rep.pk)
        new = {name: facts[name] for name in FACTS if name in facts}
        changes = audit.differences({name: getattr(row, name) for name in new}, new)
        if changes:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
            audit.log(actor=actor, action="rep.changed", subject=row, now=now, changes=changes)
    return changes

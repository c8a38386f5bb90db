"""Who works follow-ups: their place in the assignment, and what is on their desks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from core.calendars import start_of_day
from followups.domain import capacity, sla
from followups.models import FollowUp, Rep, StepRun
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from followups.querysets import FollowUpQuerySet, RepQuerySet
    from team.models import User

FACTS = ("capacity", "languages", "regions", "preferred_stages", "traits", "hours")


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody's desks together: how full they are, what nobody has, what is late, who is not there."""

    load: int
    places: int
    free: int
    overflow: int
    overdue: int
    away: int

    @property
    def share(self) -> float | None:
        """How much of the places is taken, in percent; more than 100 when people took more."""
        return 100 * self.load / self.places if self.places else None


def desks(*, now: datetime) -> RepQuerySet:
    """Everybody with a place, the fullest first: how many are `overdue`, `waiting`, `fresh`, their `tasks`.

    `fresh` are those whose customer nobody has called yet.
    """
    unfinished = FollowUp.objects.unfinished()
    return (
        Rep.objects.select_related("user", "hours")
        .prefetch_related("skills")
        .annotate(
            overdue=_number(FollowUp.objects.overdue(now=now)),
            waiting=_number(FollowUp.objects.waiting()),
            fresh=_number(unfinished.filter(first_contact_at=None)),
            tasks=_number(StepRun.objects.tasks()),
        )
        .order_by(F("load").desc(), "user__name", "pk")
    )


def team(*, now: datetime) -> Team:
    """The sums of the load view; places of people who are away or gone are none."""
    present = Rep.objects.present(now=now)
    sums = present.aggregate(places=Sum("capacity", default=0))
    room = present.filter(load__lt=F("capacity")).aggregate(free=Sum(F("capacity") - F("load"), default=0))
    return Team(
        load=Rep.objects.aggregate(load=Sum("load", default=0))["load"],
        places=sums["places"],
        free=room["free"],
        overflow=FollowUp.objects.overflow().count(),
        overdue=FollowUp.objects.overdue(now=now).count(),
        away=Rep.objects.away(now=now).count(),
    )


def on_desk(*, rep: Rep) -> FollowUpQuerySet:
    """What one person has, by what is due first."""
    theirs = FollowUp.objects.unfinished().of(rep.user).by_due()
    return theirs.select_related("customer__account", "response", "assignee", "accountable")


def back_on(day: date | None) -> datetime | None:
    """The instant at which a day begins in the program's zone."""
    return start_of_day(day, sla.zone()) if day else None


def add(*, user: User, facts: Mapping[str, Any], actor: User, now: datetime) -> Rep:
    """Give somebody a place in the assignment; of two who do it at once one makes it, both change it."""
    with transaction.atomic():
        rep, _ = Rep.objects.get_or_create(user=user, defaults={"capacity": 0})
        change(rep=rep, facts=facts, actor=actor, now=now)
    return rep


def change(*, rep: Rep, facts: Mapping[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Write some of FACTS, and `skills` as themes; what changed. What they already have stays theirs."""
    with transaction.atomic():
        row = Rep.objects.select_for_update(of=("self",)).select_related("user").get(pk=rep.pk)
        new = {name: facts[name] for name in FACTS if name in facts}
        changes = audit.differences({name: getattr(row, name) for name in new}, new)
        if changes:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
        changes |= _learn(row, facts)
        if changes:
            audit.log(actor=actor, action="rep.changed", subject=row, now=now, changes=changes)
            capacity.tell_of_room(now=now)
    return changes


def _learn(row: Rep, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    if "skills" not in facts:
        return {}
    before = sorted(row.skills.values_list("name", flat=True))
    row.skills.set(facts["skills"])
    return audit.differences(
        {"skills": before}, {"skills": sorted(row.skills.values_list("name", flat=True))}
    )


def _number(of: QuerySet[Any]) -> Coalesce:
    """How many of these rows are a person's own."""
    theirs = of.filter(assignee=OuterRef("user")).order_by().values("assignee")
    counted = theirs.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

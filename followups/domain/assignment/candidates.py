"""Who may be chosen, with everything that counts for the choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from core.calendars import zone_for
from followups.domain import shared_hours
from followups.domain.ranking import Candidate
from followups.enums import CLOSED, FollowUpState, Outcome
from followups.models import FollowUp, Rep
from followups.models.sla import working_week
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from customers.models import Customer

CONTENT = (Outcome.SOLVED, Outcome.IMPROVED)


@dataclass(frozen=True, slots=True)
class Known:
    """`past`: how many follow-ups of a customer (first) a person (second) closed well, closed, and has."""

    past: dict[tuple[int, int], tuple[int, int, int]]
    program_zone: ZoneInfo


def with_room(*, now: datetime, holder: int | None = None) -> list[Rep]:
    """Everybody present with a free place. `holder` has the follow-up that is asked about: theirs is free."""
    places = Rep.objects.present(now=now).filter(Q(load__lt=F("capacity")) | Q(user=holder))
    found = places.select_related("user", "hours").prefetch_related("skills").order_by("user_id")
    return [_without_this(rep) if rep.user_id == holder else rep for rep in found]


def of(
    *,
    reps: Collection[Rep],
    customer: Customer | None,
    now: datetime,
    holder: int | None = None,
    known: Known | None = None,
) -> list[Candidate]:
    """These people as candidates for a follow-up of this customer; `known` where it was read for many.

    `holder` has the follow-up that is asked about: it does not count as another one of the same customer.
    """
    people = [_described(rep) for rep in reps]
    if customer is None:
        return people
    known = known or known_of(customers=[customer.pk], reps=reps)
    overlaps = _overlaps(customer, reps, known.program_zone, now=now)
    found = []
    for person in people:
        well, ended, has = known.past.get((customer.pk, person.user_id), (0, 0, 0))
        found.append(
            replace(
                person,
                overlap=overlaps.get(person.user_id, Fraction(0)),
                ended_well=well,
                ended=ended,
                at_work=has - (person.user_id == holder),
            )
        )
    return found


def known_of(*, customers: Collection[int], reps: Collection[Rep]) -> Known:
    """What has to be asked of the database about these people and these customers."""
    theirs = FollowUp.objects.filter(customer__in=customers, assignee__in=[rep.user_id for rep in reps])
    well, is_closed = Q(state=FollowUpState.RESOLVED, outcome__in=CONTENT), Q(state__in=CLOSED)
    counted = (
        theirs.order_by()
        .values_list("customer", "assignee")
        .annotate(
            well=Count("pk", filter=well),
            ended=Count("pk", filter=is_closed),
            at_work=Count("pk", filter=~is_closed),
        )
    )
    past = {(customer, user): (ended_well, ended, has) for customer, user, ended_well, ended, has in counted}
    return Known(past, zone_for(Program.objects.current().time_zone, ZoneInfo("UTC")))


def working_minutes(rep: Rep, *, program_zone: ZoneInfo, now: datetime) -> int:
    """A person's week: their office hours, else nine to five in their own zone."""
    hours = rep.hours
    zone = hours.time_zone if hours else rep.user.time_zone
    week = hours.week if hours else working_week()
    return shared_hours.minutes_of(week, zone_for(zone, program_zone), at=now)


def _without_this(rep: Rep) -> Rep:
    rep.load = max(rep.load - 1, 0)
    return rep


def _described(rep: Rep) -> Candidate:
    return Candidate(
        user_id=rep.user_id,
        name=str(rep.user),
        load=rep.load,
        capacity=rep.capacity,
        languages=tuple(rep.languages),
        skills=frozenset(theme.pk for theme in rep.skills.all()),
        regions=tuple(rep.regions),
        stages=tuple(rep.preferred_stages),
        custom={key: tuple(values) for key, values in rep.traits.items()},
    )


def _overlaps(
    customer: Customer, reps: Collection[Rep], program_zone: ZoneInfo, *, now: datetime
) -> dict[int, Fraction]:
    """The part of nine to five in the customer's zone that each works; nothing where it is unknown."""
    if not customer.time_zone:
        return {}
    theirs = shared_hours.minutes_of(working_week(), zone_for(customer.time_zone, program_zone), at=now)
    return {
        rep.user_id: shared_hours.share(
            theirs=theirs, ours=working_minutes(rep, program_zone=program_zone, now=now)
        )
        for rep in reps
    }

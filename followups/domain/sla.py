"""By when: targets in business hours of the program's zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from core.calendars import BusinessCalendar, first_instant, local_day, zone_for
from followups.models import SlaPolicy
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from team.models import User

DETRACTORS = "Detractors"


@dataclass(frozen=True, slots=True)
class DueTimes:
    """Both deadlines of a follow-up, in UTC."""

    contact: datetime
    resolve: datetime


def policy() -> SlaPolicy:
    """The fallback: the policy of whoever no other one fits. Made with its defaults when first asked for."""
    return SlaPolicy.objects.get_or_create(is_fallback=True, defaults={"name": DETRACTORS})[0]


def zone() -> ZoneInfo:
    """The program's zone, in which its office hours and its days are."""
    return zone_for(Program.objects.current().time_zone, ZoneInfo("UTC"))


def today(*, now: datetime) -> date:
    """The program's local day."""
    return local_day(now, zone())


def calendar(of: SlaPolicy) -> BusinessCalendar:
    """The policy's working hours, in the program's zone."""
    return BusinessCalendar(
        zone=zone(), weekdays=frozenset(of.weekdays), opens=of.opens_at, closes=of.closes_at
    )


def morning_of(day: date) -> datetime:
    """When the office opens on a day, in UTC."""
    return first_instant(day, policy().opens_at, zone())


def change(*, facts: Mapping[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Write new targets and hours; what changed. They hold for follow-ups opened from now on."""
    with transaction.atomic():
        rules = SlaPolicy.objects.select_for_update().get(pk=policy().pk)
        before = {name: getattr(rules, name) for name in facts}
        changes = audit.differences(before, dict(facts))
        if changes:
            for name, value in facts.items():
                setattr(rules, name, value)
            rules.save(update_fields=list(facts))
            audit.log(actor=actor, action="sla.changed", subject=rules, now=now, changes=changes)
    return changes


def due_times(*, start: datetime, contact_wanted: bool) -> DueTimes:
    """Both deadlines, counted from `start` in business hours.

    Who asked not to be contacted is owed no call, only a solution: the first deadline is the last one.
    """
    rules = policy()
    hours = calendar(rules)
    resolve = hours.add(start, max(rules.resolve_hours, rules.contact_hours))
    return DueTimes(
        contact=hours.add(start, rules.contact_hours) if contact_wanted else resolve, resolve=resolve
    )


def resumed_due(*, due: datetime, waiting_since: datetime, now: datetime) -> datetime:
    """A deadline whose clock stood still while the customer was waited for.

    What was left of it in business hours is left again; one that was already missed stays missed.
    """
    if due <= waiting_since:
        return due
    hours = calendar(policy())
    return hours.add(now, hours.between(waiting_since, due))

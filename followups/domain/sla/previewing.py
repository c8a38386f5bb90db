"""What policies and office hours would do, before they are saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from core.calendars import BusinessCalendar, local_day, zone_for
from core.scoring import Band
from followups.domain.sla import describing
from followups.domain.sla.deadlines import DueTimes, due_times
from followups.domain.sla.hours import hours_of, of_hours, zone
from followups.domain.sla.policies import ahead_of, condition, of_policy
from responses.models import Response
from team.domain.holidays import EVERYWHERE
from team.models import Holiday

if TYPE_CHECKING:
    from followups.models import OfficeHours, SlaPolicy

LOOKED_BACK = timedelta(days=90)
SPANS = (1, 2, 4, 8, 16, 40)
NEXT_HOLIDAYS = 5
LONGEST = timedelta(days=366)
ANY_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """What a policy means: in words, for an answer now, and for the answers of the last 90 days.

    `answers` are those for which a follow-up opens by itself, `by_hand` the others that it would fit.
    """

    sentences: list[str]
    due: DueTimes | None
    zone: ZoneInfo
    answers: int
    by_hand: int
    hidden_by: list[SlaPolicy]


@dataclass(frozen=True, slots=True)
class HoursPreview:
    """What office hours mean: in words, as deadlines from now on, and the days off that come next."""

    sentence: str
    weekly: timedelta
    zone: ZoneInfo
    deadlines: list[tuple[int, datetime]]
    holidays: list[Holiday]


def of_a_policy(policy: SlaPolicy, *, now: datetime) -> PolicyPreview:
    """The preview of a policy, stored or not."""
    recent = Response.objects.counted().filter(answered_at__gte=now - LOOKED_BACK)
    found = of_policy(policy, recent)
    opening = found.in_band(Band.DETRACTOR).exclude(customer=None).filter(customer__erased_at=None).count()
    return PolicyPreview(
        sentences=describing.sentences(policy),
        due=_due(policy, now=now),
        zone=zone_for(hours_of(policy).time_zone, zone()),
        answers=opening,
        by_hand=found.count() - opening,
        hidden_by=[one for one in ahead_of(policy) if not condition(one)],
    )


def of_office_hours(hours: OfficeHours, *, now: datetime) -> HoursPreview:
    """The preview of office hours, stored or not."""
    calendar = of_hours(hours)
    today = local_day(now, calendar.zone)
    coming = Holiday.objects.filter(Q(country=EVERYWHERE) | Q(country=hours.country), on__gte=today)
    return HoursPreview(
        sentence=describing.week(hours),
        weekly=_weekly(hours),
        zone=calendar.zone,
        deadlines=[
            (span, calendar.add(now, span)) for span in SPANS if not is_too_long(hours, amount=span, now=now)
        ],
        holidays=list(coming.order_by("on")[:NEXT_HOLIDAYS]),
    )


def is_too_long(hours: OfficeHours, *, amount: int, now: datetime) -> bool:
    """Whether so many business hours take longer than a year: a typing mistake, not a promise."""
    try:
        return of_hours(hours).add(now, amount) - now > LONGEST
    except ValueError:
        return True


def _due(policy: SlaPolicy, *, now: datetime) -> DueTimes | None:
    longest = max(policy.contact_hours, policy.resolve_hours)
    if policy.exempts or is_too_long(hours_of(policy), amount=longest, now=now):
        return None
    return due_times(policy=policy, start=now, contact_wanted=True)


def _weekly(hours: OfficeHours) -> timedelta:
    """The working time of an ordinary week: without days off and changes of the clocks."""
    ordinary = BusinessCalendar(ZoneInfo("UTC"), of_hours(hours).week)
    return ordinary.between(ANY_MONDAY, ANY_MONDAY + timedelta(days=7))

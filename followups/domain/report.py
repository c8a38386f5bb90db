"""Does every detractor answer have a person, and how soon are they contacted (G45, G51)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from core.rounding import percent
from followups.domain import queries, sla
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from followups.querysets import FollowUpQuerySet
    from responses.models import Response

# Exceptions are few or something is badly wrong; either way nobody reads a thousand names.
NAMED = 50
TIMED = 2000


@dataclass(frozen=True, slots=True)
class Coverage:
    """The detractor answers of a time: how many owe a follow-up, have it, are exempt and why."""

    answers: int
    owed: int
    missing: list[Response]
    missing_total: int
    unowned: list[FollowUp]
    unowned_total: int
    exempt: list[tuple[str, int]]

    @property
    def covered(self) -> int:
        """Those that owe a follow-up and have it."""
        return self.owed - self.missing_total

    @property
    def exceptions(self) -> int:
        """Answers without a follow-up, and follow-ups without a responsible person. The promise is none."""
        return self.missing_total + self.unowned_total

    @property
    def share(self) -> float | None:
        """Those with a follow-up, in percent of those that owe one; None when none owes."""
        return percent(self.covered, self.owed)


@dataclass(frozen=True, slots=True)
class Timing:
    """How soon customers were contacted. `median` is in business hours of those contacted."""

    wanted: int
    in_time: int
    late: int
    median: timedelta | None
    timed: int

    @property
    def pending(self) -> int:
        """Not contacted, and there is still time."""
        return self.wanted - self.in_time - self.late

    @property
    def share(self) -> float | None:
        """Contacted in time, in percent of those whose time is over or used; None when there are none."""
        return percent(self.in_time, self.in_time + self.late)


def coverage(*, since: datetime | None = None, now: datetime) -> Coverage:
    """The report on answers given since an instant, or on all."""
    window = Q(answered_at__gte=since) if since else Q()
    missing = queries.owing(now=now).filter(window)
    unowned = _unowned().filter(Q(response__answered_at__gte=since) if since else Q())
    exempt = {reason: rows.filter(window).count() for reason, rows in queries.exempt(now=now).items()}
    return Coverage(
        answers=queries.detractors().filter(window).count(),
        owed=queries.liable(now=now).filter(window).count(),
        missing=list(missing.select_related("customer__account")[:NAMED]),
        missing_total=missing.count(),
        unowned=list(unowned.select_related("customer__account", "response")[:NAMED]),
        unowned_total=unowned.count(),
        exempt=[(reason, number) for reason, number in exempt.items() if number],
    )


def timing(*, since: datetime | None = None, now: datetime) -> Timing:
    """First contacts of follow-ups opened since an instant. Customers who want none are left out."""
    found = FollowUp.objects.filter(contact_due_at__lt=F("resolve_due_at"))
    if since:
        found = found.filter(opened_at__gte=since)
    in_time = Q(first_contact_at__lte=F("contact_due_at"))
    never = Q(first_contact_at=None) & (Q(contact_due_at__lt=now) | Q(closed_at__isnull=False))
    late = Q(first_contact_at__gt=F("contact_due_at")) | never
    numbers = found.aggregate(
        wanted=Count("pk"), in_time=Count("pk", filter=in_time), late=Count("pk", filter=late)
    )
    contacted = found.exclude(first_contact_at=None).order_by("-opened_at")
    instants = list(contacted.values_list("opened_at", "first_contact_at")[:TIMED])
    hours = sla.calendar(sla.policy())
    spans = [hours.between(opened, contact).total_seconds() for opened, contact in instants if contact]
    middle = timedelta(seconds=median(spans)) if spans else None
    return Timing(**numbers, median=middle, timed=len(spans))


def _unowned() -> FollowUpQuerySet:
    """Unfinished follow-ups for which nobody answers: neither an owner who can log in nor a manager."""
    owner = Q(assignee__is_active=True)
    manager = Q(assignee=None, accountable__is_active=True)
    return FollowUp.objects.unfinished().exclude(owner).exclude(manager)

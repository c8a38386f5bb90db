"""Does every detractor answer have a person (G45)?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from core.rounding import percent
from followups.domain import queries
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from followups.querysets import FollowUpQuerySet
    from responses.models import Response

# Exceptions are few or something is badly wrong; either way nobody reads a thousand names.
NAMED = 50


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


def _unowned() -> FollowUpQuerySet:
    """Unfinished follow-ups for which nobody answers: neither an owner who can log in nor a manager."""
    owner = Q(assignee__is_active=True)
    manager = Q(assignee=None, accountable__is_active=True)
    return FollowUp.objects.unfinished().exclude(owner).exclude(manager)

"""The dry run: what a playbook would have begun with, had it been active. It writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followups.domain.playbooks import fitting
from followups.models import Playbook

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.fitting import Conditions
    from responses.models import Response

DAYS = 90
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Of `total` answers of the last `days` days `fits` would have begun it; the newest of these are shown.

    `taken` fit, too, but an earlier playbook of the same group would have begun instead.
    """

    days: int
    total: int
    fits: int
    taken: int
    examples: list[Response]


def rehearse(
    *, conditions: Conditions, group: str = "", position: int = 100, without: int | None = None, now: datetime
) -> Rehearsal:
    """Count over the last 90 days. `without` is the playbook itself, which does not stand in its own way."""
    since = now - timedelta(days=DAYS)
    fitted = fitting.answers(conditions).since(since)
    fits = fitted
    if group:
        rivals = Playbook.objects.active().filter(group=group, position__lt=position)
        for rival in rivals.exclude(pk=without or 0):
            fits = fits.exclude(
                pk__in=fitting.answers(fitting.conditions_of(rival)).since(since).values("pk")
            )
    number = fits.count()
    newest = fits.select_related("customer__account").order_by("-answered_at", "-pk")[:SHOWN]
    return Rehearsal(
        days=DAYS,
        total=fitting.able().since(since).count(),
        fits=number,
        taken=fitted.count() - number if group else 0,
        examples=list(newest),
    )

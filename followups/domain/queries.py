"""Which answers owe a follow-up, and which do not and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q

from core.scoring import Band
from followups.domain import sla
from followups.models import Exemption
from responses.enums import Origin, ResponseState
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime

    from responses.querysets import ResponseQuerySet


BY_POLICY = "Exempt by policy: "


def detractors() -> ResponseQuerySet:
    """Every answer of 0 to 6, whatever its state and origin."""
    return Response.objects.in_band(Band.DETRACTOR)


def exempt(*, now: datetime) -> dict[str, ResponseQuerySet]:
    """The detractor answers that owe no follow-up, by the reason. Together with `liable` they are all."""
    found = detractors()
    counted = found.counted()
    known = counted.exclude(customer=None)
    kept = known.filter(customer__erased_at=None)
    by_policy = _actionable(now=now).filter(_let_off())
    reasons = Exemption.objects.order_by("reason").values_list("reason", flat=True).distinct()
    return {
        "Not counted yet (provisional)": found.filter(state=ResponseState.PROVISIONAL),
        "Excluded from the numbers": found.filter(state=ResponseState.EXCLUDED),
        "Anonymous: nobody to call": counted.filter(customer=None),
        "The customer was erased": known.exclude(customer__erased_at=None),
        "Imported, too old to act on": kept.filter(
            origin=Origin.IMPORTED, answered_at__lt=imported_since(now=now)
        ),
        **{f"{BY_POLICY}{reason}": by_policy.filter(exemption__reason=reason) for reason in reasons},
    }


def liable(*, now: datetime) -> ResponseQuerySet:
    """The answers that owe a follow-up, whether they have it or not.

    Counted, a detractor's, of a known customer; imported ones only while they are young enough; and their
    policy has not let them off.
    """
    return _actionable(now=now).exclude(pk__in=Exemption.objects.filter(_stands()).values("response"))


def owing(*, now: datetime) -> ResponseQuerySet:
    """The answers that owe a follow-up and have none: what the sweep opens, and what must be empty (I12)."""
    return liable(now=now).filter(followup=None)


def imported_since(*, now: datetime) -> datetime:
    """Imported answers from this instant on are young enough to act on."""
    return now - timedelta(days=sla.policy().imported_days)


def _actionable(*, now: datetime) -> ResponseQuerySet:
    return (
        detractors()
        .counted()
        .exclude(customer=None)
        .filter(customer__erased_at=None)
        .exclude(origin=Origin.IMPORTED, answered_at__lt=imported_since(now=now))
    )


def _stands() -> Q:
    """Of exemptions: the answer was not given anew since, and nobody opened a follow-up all the same."""
    same_answer = Q(response__revised_at=None) | Q(response__revised_at__lte=F("at"))
    return same_answer & Q(response__followup=None)


def _let_off() -> Q:
    return Q(pk__in=Exemption.objects.filter(_stands()).values("response"))

"""For which answers a playbook is: one definition for beginning, for the sweep and for the dry run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate

from core.scoring import Band, band_of
from followups.domain import sla
from responses.enums import Origin
from responses.models import Response, ResponseTheme

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from followups.models import Playbook
    from responses.querysets import ResponseQuerySet


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whom a playbook is for. What is empty fits everybody; `themes` are ids, any of them is enough."""

    band: str = ""
    stages: tuple[str, ...] = ()
    themes: tuple[int, ...] = ()
    least_value: Decimal | None = None
    currency: str = ""
    renewal_days: int | None = None


def conditions_of(playbook: Playbook) -> Conditions:
    """As they are stored now."""
    return Conditions(
        band=playbook.band,
        stages=tuple(playbook.stages),
        themes=tuple(theme.pk for theme in playbook.themes.all()),
        least_value=playbook.least_value,
        currency=playbook.currency,
        renewal_days=playbook.renewal_days,
    )


def able() -> ResponseQuerySet:
    """The answers that can begin a playbook at all: counted, not imported, by somebody known."""
    return (
        Response.objects.counted()
        .exclude(customer=None)
        .filter(customer__erased_at=None)
        .exclude(origin=Origin.IMPORTED)
    )


def answers(conditions: Conditions) -> ResponseQuerySet:
    """The answers that fit, of any time.

    The stage is that of the moment of asking, else today's. A renewal counts from the day of the answer.
    """
    found = able()
    if conditions.band:
        found = found.in_band(Band(conditions.band))
    if conditions.stages:
        now_there = Q(stage="", customer__stage__in=conditions.stages)
        found = found.filter(Q(stage__in=conditions.stages) | now_there)
    if conditions.themes:
        links = ResponseTheme.objects.filter(
            response=OuterRef("pk"), theme__in=conditions.themes, is_removed=False
        )
        found = found.filter(Exists(links))
    if conditions.least_value is not None:
        found = found.filter(customer__account__annual_revenue__gte=conditions.least_value)
        if conditions.currency:
            found = found.filter(customer__account__currency=conditions.currency)
    if conditions.renewal_days is not None:
        found = _renewing(found, conditions.renewal_days)
    return found


def entered_band_at(response: Response) -> datetime:
    """Since when the answer is in the band in which it is now: a revision may have brought it there."""
    since = response.answered_at
    for score, recorded_at in response.revisions.order_by("-number").values_list("score", "recorded_at"):
        if band_of(score) != response.band:
            break
        since = recorded_at
    return since


def _renewing(found: ResponseQuerySet, days: int) -> ResponseQuerySet:
    zone = sla.zone()
    later = ExpressionWrapper(F("answered_at") + timedelta(days=days), output_field=DateTimeField())
    return found.annotate(renews_on=Coalesce("customer__renewal_on", "customer__account__renewal_on")).filter(
        renews_on__gte=TruncDate("answered_at", tzinfo=zone),
        renews_on__lte=TruncDate(later, tzinfo=zone),
    )

"""Was the customer won back? The next answer that they gave, and what it says (G47, T42)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from core.scoring import Band, band_of
from customers.domain import events
from followups.domain import history
from followups.enums import ActivityKind, Recovery
from followups.models import FollowUp
from mailroom.enums import OutboxState
from responses.enums import ResponseState
from responses.models import Response
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from followups.querysets import FollowUpQuerySet

# A signal that was lost is made good within these days.
SWEPT = timedelta(days=7)
RESOLVED = "followup_resolved"


def compare(before: int, after: int) -> Recovery:
    """A later score against the one that opened the follow-up.

    Raises ValueError for a score outside 0 to 10.
    """
    if band_of(after) is Band.PROMOTER and band_of(before) is not Band.PROMOTER:
        return Recovery.RECOVERED
    if after == before:
        return Recovery.UNCHANGED
    return Recovery.IMPROVED if after > before else Recovery.WORSE


def verdict(followup: FollowUp, *, now: datetime) -> Recovery | None:
    """What became of the customer, by present values; None while they were not asked again.

    A later answer that was excluded from the numbers is none.
    """
    later = followup.later_response
    if later is not None and later.state == ResponseState.COUNTED:
        return compare(followup.opening_score, later.score)
    return Recovery.NO_ANSWER if unanswered(now=now).filter(pk=followup.pk).exists() else None


def with_verdicts(rows: FollowUpQuerySet, *, now: datetime) -> FollowUpQuerySet:
    """The same rows, ready for `told`: what it needs comes with them, so that a list asks no more per row."""
    return rows.select_related("later_response").annotate(asked_in_vain=_asked_in_vain(now=now))


def told(followup: FollowUp) -> Recovery | None:
    """The same as `verdict` of a row of `with_verdicts`; None of any other row."""
    in_vain = getattr(followup, "asked_in_vain", None)
    if in_vain is None:
        return None
    later = followup.later_response
    if later is not None and later.state == ResponseState.COUNTED:
        return compare(followup.opening_score, later.score)
    return Recovery.NO_ANSWER if in_vain else None


def unanswered(*, now: datetime) -> FollowUpQuerySet:
    """Follow-ups whose customer was asked again afterwards, let the link close and said nothing."""
    counted = Q(later_response__state=ResponseState.COUNTED)
    return FollowUp.objects.filter(_asked_in_vain(now=now)).exclude(counted)


def _asked_in_vain(*, now: datetime) -> Exists:
    asked = Invitation.objects.filter(
        customer=OuterRef("customer"), state=OutboxState.SENT, sent_at__gt=OuterRef("opened_at")
    )
    return Exists(asked.filter(_link_closed(now=now), answered_at=None))


def _link_closed(*, now: datetime) -> Q:
    # A day counted in SQL is not the same day on both databases; the few lengths in use are.
    lengths = Campaign.objects.order_by().values_list("link_days", flat=True).distinct()
    closed = Q(pk__in=[])
    for days in lengths:
        closed |= Q(campaign__link_days=days, sent_at__lt=now - timedelta(days=days))
    return closed


def of_verdict(wanted: Recovery, *, now: datetime) -> FollowUpQuerySet:
    """Every follow-up of this verdict: the same as `verdict`, in a query."""
    if wanted == Recovery.NO_ANSWER:
        return unanswered(now=now)
    pairs = [(b, a) for b in range(11) for a in range(11) if compare(b, a) == wanted]
    fits = Q(pk__in=[])
    for before in range(11):
        after = [a for b, a in pairs if b == before]
        fits |= Q(opening_score=before, later_response__score__in=after)
    return FollowUp.objects.filter(fits, later_response__state=ResponseState.COUNTED)


def announce(*, followup: FollowUp, now: datetime) -> None:
    """Make the resolution an event of the customer, by which a recovery campaign asks again.

    Part of the resolution's transaction. Resolved a second time, it is a second event.
    """
    if followup.customer is None:
        return
    times = followup.activities.filter(kind=ActivityKind.RESOLVED).count()
    events.record(
        customer=followup.customer,
        name=RESOLVED,
        occurred_at=now,
        payload={"followup": followup.pk, "root_cause": followup.root_cause, "outcome": followup.outcome},
        key=f"{RESOLVED}:{followup.pk}:{times}",
        now=now,
    )


def link(*, response_id: int, now: datetime) -> int:
    """Point the follow-ups of this answer's customer at their next answers; how many changed.

    May be called any number of times, also when an answer ceased to count.
    """
    customer_id = Response.objects.filter(pk=response_id).values_list("customer", flat=True).first()
    return link_customer(customer_id, now=now) if customer_id else 0


def link_customer(customer_id: int, *, now: datetime) -> int:
    """The same for one customer, whose answers have become others."""
    return _link(FollowUp.objects.filter(customer=customer_id), now=now)


def link_missing(*, now: datetime) -> int:
    """Do what lost signals left undone in the last days."""
    recent = Response.objects.changed_since(now - SWEPT).exclude(customer=None).values("customer")
    return _link(FollowUp.objects.filter(customer__in=recent), now=now)


def _link(rows: FollowUpQuerySet, *, now: datetime) -> int:
    found = rows.annotate(first_later=Subquery(_later().values("pk")[:1]))
    stale = ~Q(later_response=F("first_later")) | Q(later_response=None, first_later__isnull=False)
    gone = Q(later_response__isnull=False, first_later=None)
    pairs = list(found.filter(stale | gone).values_list("pk", "first_later").order_by("pk"))
    return sum(_point(pk, later_id, now=now) for pk, later_id in pairs)


def _later() -> QuerySet[Response]:
    """The counted answers that a follow-up's customer gave after the one that opened it, the first first."""
    counted = Response.objects.counted().filter(customer=OuterRef("customer"))
    after = counted.filter(answered_at__gt=OuterRef("response__answered_at")).exclude(pk=OuterRef("response"))
    return after.order_by("answered_at", "pk")


def _point(pk: int, later_id: int | None, *, now: datetime) -> bool:
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.later_response_id == later_id:
            return False
        row.later_response_id = later_id
        row.save(update_fields=["later_response"])
        facts = {"words": _words(row), "response": later_id}
        history.add(followup=row, kind=ActivityKind.RECOVERY, actor=None, now=now, facts=facts)
    return True


def _words(row: FollowUp) -> str:
    if row.later_response is None:
        return "The later answer no longer counts"
    before, after = row.opening_score, row.later_response.score
    return f"Answered again: {after} after {before}. {compare(before, after).label}"

"""What became of each promise, as the database sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from followups.enums import CLOSED, AlarmKind, DeadlineKind, FollowUpState
from followups.models import Alarm, FollowUp
from responses.enums import ResponseState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from followups.querysets import FollowUpQuerySet

MET, MISSED, PENDING, NONE = "met", "missed", "pending", ""


def opened_since(since: datetime | None) -> FollowUpQuerySet:
    """Follow-ups opened at an instant or later, or all; none of answers that are left out (spam, tests)."""
    found: FollowUpQuerySet = FollowUp.objects.exclude(response__state=ResponseState.EXCLUDED)
    return found.filter(opened_at__gte=since) if since else found


def with_verdicts(found: FollowUpQuerySet, *, now: datetime) -> FollowUpQuerySet:
    """The follow-ups with `contact_verdict` and `resolve_verdict`: met, missed, pending, or "" for none.

    No contact is promised to whoever asked for none. A resolution that was missed once stays missed when
    the follow-up is reopened; while it waits for the customer its clock stands still.
    """
    return found.annotate(contact_verdict=_contact(now), resolve_verdict=_resolve(now))


def breaches(deadline: DeadlineKind) -> QuerySet[Alarm]:
    """The alarms of a missed deadline, of the follow-up around them."""
    rows = Alarm.objects.filter(followup=OuterRef("pk"), deadline=deadline, kind=AlarmKind.BREACHED)
    return rows.order_by("due_at")


def _contact(now: datetime) -> Case:
    never = Q(first_contact_at=None) & (Q(contact_due_at__lt=now) | Q(state__in=CLOSED))
    return _case(
        When(response__contact_me=False, then=Value(NONE)),
        When(first_contact_at__lte=F("contact_due_at"), then=Value(MET)),
        When(Q(first_contact_at__gt=F("contact_due_at")) | never, then=Value(MISSED)),
    )


def _resolve(now: datetime) -> Case:
    waiting = Q(state=FollowUpState.WAITING)
    late = (
        Q(closed_at__gt=F("resolve_due_at"))
        | (waiting & Q(resolve_due_at__lte=F("waiting_since")))
        | (~waiting & Q(closed_at=None, resolve_due_at__lt=now))
    )
    return _case(
        When(late | Exists(breaches(DeadlineKind.RESOLVE)), then=Value(MISSED)),
        When(closed_at__isnull=False, then=Value(MET)),
    )


def _case(*cases: When) -> Case:
    return Case(*cases, default=Value(PENDING), output_field=CharField())

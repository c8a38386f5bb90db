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

    No contact is owed to whoever asked for none, nor by what was closed before its time; no resolution of
    what ended with the customer's erasure. A promise that was missed once stays missed when the follow-up is
    reopened; while it waits for the customer its clock stands still.
    """
    return found.annotate(contact_verdict=_contact(now), resolve_verdict=_resolve(now))


def breaches(deadline: DeadlineKind) -> QuerySet[Alarm]:
    """The alarms of a missed deadline, of the follow-up around them."""
    rows = Alarm.objects.filter(followup=OuterRef("pk"), deadline=deadline, kind=AlarmKind.BREACHED)
    return rows.order_by("due_at")


def ended_with_erasure() -> Q:
    """Of follow-ups: they were closed because nobody is left to reach."""
    return Q(state=FollowUpState.UNREACHABLE, closed_at=F("customer__erased_at"))


def _contact(now: datetime) -> Case:
    missed = breaches(DeadlineKind.CONTACT)
    # What counts is the contact: a proof that came late makes it one in time.
    missed_before = Exists(missed.filter(due_at__lt=OuterRef("first_contact_at"))) | (
        Q(first_contact_at=None) & Exists(missed)
    )
    never = Q(first_contact_at=None)
    is_late = Q(closed_at__gt=F("contact_due_at")) | Q(closed_at=None, contact_due_at__lt=now)
    return _case(
        When(response__contact_me=False, then=Value(NONE)),
        When(missed_before, then=Value(MISSED)),
        When(first_contact_at__lte=F("contact_due_at"), then=Value(MET)),
        When(Q(first_contact_at__gt=F("contact_due_at")) | (never & is_late), then=Value(MISSED)),
        When(never & Q(state__in=CLOSED), then=Value(NONE)),
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
        When(ended_with_erasure(), then=Value(NONE)),
        When(closed_at__isnull=False, then=Value(MET)),
    )


def _case(*cases: When) -> Case:
    return Case(*cases, default=Value(PENDING), output_field=CharField())

"""No message is stuck, forgotten, or on its way to somebody who is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from customers.models import Contact
from followups.enums import RunState
from followups.models import Message, Notification
from mailroom.enums import EventState, OutboxState
from mailroom.models import ProviderEvent
from nps_project.invariants.invariant import Breach, Invariant
from surveys.enums import CampaignState
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# The reaper comes by every few ticks; a row is stuck when it has had time to, several times.
GRACE = timedelta(minutes=5)
LATE = timedelta(days=3)
UNREAD = timedelta(minutes=5)
LET_GO = [
    OutboxState.PLANNED,
    OutboxState.FAILED,
    OutboxState.CANCELLED,
    OutboxState.SKIPPED,
    OutboxState.EXPIRED,
]


def left_claimed(now: datetime) -> Iterator[Breach]:
    """A claim that outlived its lease: its worker is gone, and so is the reaper."""
    before = now - timedelta(seconds=settings.LEASE_SECONDS) - GRACE
    for kind, row in _each(Q(state=OutboxState.CLAIMED, claimed_at__lt=before)):
        yield Breach(f"{kind} {row.pk}", f"claimed {row.claimed_at:%F %T}")


def left_planned(now: datetime) -> Iterator[Breach]:
    """A due row of a running campaign, a due message or notification, at which nobody looks."""
    overdue = Q(state=OutboxState.PLANNED, send_after__lt=now - LATE)
    running = {"invitation": Q(campaign__state=CampaignState.ACTIVE)}
    running["reminder"] = Q(invitation__campaign__state=CampaignState.ACTIVE)
    # What a paused playbook holds back waits for as long as somebody wants it to.
    running["message"] = Q(step_run=None) | ~Q(step_run__run__state=RunState.PAUSED)
    for kind, row in _each(overdue, running):
        yield Breach(f"{kind} {row.pk}", f"due {row.send_after:%F %T}")


def open_for_nobody(now: datetime) -> Iterator[Breach]:
    """Something planned for a customer who was erased, or who is another by now; or for staff who left.

    What staff who leave were to be told ends with the next claim.
    """
    nobody = ~Q(customer__erased_at=None) | ~Q(customer__merged_into=None)
    gone = {"invitation": nobody, "message": nobody}
    theirs = "invitation__customer__"
    gone["reminder"] = ~Q(**{f"{theirs}erased_at": None}) | ~Q(**{f"{theirs}merged_into": None})
    gone["notification"] = Q(recipient__is_active=False, send_after__lt=now - GRACE)
    for kind, row in _each(Q(state=OutboxState.PLANNED), gone):
        yield Breach(f"{kind} {row.pk}", "planned for somebody who is gone")


def held_for_nothing(now: datetime) -> Iterator[Breach]:
    """A contact kept quiet by a mail that was never sent."""
    unsent = Invitation.objects.filter(
        contact=OuterRef("pk"), claim_token=OuterRef("hold_token"), state__in=LET_GO
    )
    for contact in Contact.objects.filter(Exists(unsent), hold_token__isnull=False).order_by("pk").iterator():
        yield Breach(f"contact {contact.pk}", f"quiet until {contact.next_survey_at:%F}")


def unread_events(now: datetime) -> Iterator[Breach]:
    """What a mail provider told and nobody looked at."""
    waiting = ProviderEvent.objects.filter(state=EventState.NEW, received_at__lt=now - UNREAD)
    for event in waiting.order_by("pk").iterator():
        yield Breach(f"provider event {event.pk}", f"received {event.received_at:%F %T}")


def _each(condition: Q, more: dict[str, Q] | None = None) -> Iterator[tuple[str, Any]]:
    for model in (Invitation, Reminder, Message, Notification):
        kind = str(model._meta.model_name)
        rows = model._default_manager.filter(condition, (more or {}).get(kind, Q()))
        for row in rows.order_by("pk").iterator():
            yield kind, row


ROWS = (
    Invariant(4, "No claim is older than its lease.", left_claimed),
    Invariant(
        5,
        "Nothing due waits for more than three days, unless its campaign or playbook is paused.",
        left_planned,
    ),
    Invariant(
        9, "Nothing is planned for somebody who was erased or merged, or has lost access.", open_for_nobody
    ),
    Invariant(10, "No contact is kept quiet by a mail that was not sent.", held_for_nothing),
    Invariant(13, "Provider events are dealt with within five minutes.", unread_events),
)

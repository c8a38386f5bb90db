"""What a mail provider's event proves of a mail of ours, and what follows for the address.

Events come late, twice and in any order. Each fact keeps its earliest instant, a proof moves a row only
from doubt to certainty, and a block is only ever replaced by a stronger one; so the order is of no matter.
"""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Least

from customers.domain import consent
from customers.enums import BlockReason
from mailroom.domain import delivery
from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.models import ProviderEvent
from surveys.domain import finding, watching
from surveys.domain.mailbag import InvitationMailbag
from surveys.domain.reminders import ReminderMailbag
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.finding import Mail

SOFT_BOUNCES = 5
SOFT_SPAN = timedelta(days=30)
# The column that an event of this kind fills.
FACTS = {
    EventKind.DELIVERED: "delivered_at",
    EventKind.OPENED: "opened_at",
    EventKind.CLICKED: "clicked_at",
    EventKind.BOUNCED: "bounced_at",
    EventKind.COMPLAINED: "complained_at",
}
# The provider did not let it out: it never left, however it began.
REFUSALS = {EventKind.REJECTED, EventKind.FAILED}
# What the provider would not have known of a mail that it never took.
PROOFS = {*FACTS, EventKind.SENT, EventKind.DEFERRED, EventKind.UNSUBSCRIBED}
# Why a provider refuses an address that it has learned about before.
LEARNED = {
    "bounced": BlockReason.BOUNCED,
    "invalid": BlockReason.BOUNCED,
    "spam": BlockReason.COMPLAINED,
    "unsubscribed": BlockReason.UNSUBSCRIBED,
}


def take(*, event: ProviderEvent, now: datetime) -> bool:
    """Write down what an event proves, in the caller's transaction. False when the mail is not ours."""
    mail = finding.find(event)
    if mail is None:
        return False
    kind = EventKind(event.kind)
    if kind in REFUSALS:
        _refused(mail, event, now)
    elif kind in PROOFS:
        _prove(mail, now)
    if kind in FACTS:
        _note(mail, FACTS[kind], event.occurred_at)
    _judge_address(mail, event, now)
    if kind in {EventKind.BOUNCED, EventKind.COMPLAINED, *REFUSALS}:
        # After the commit: a pause waits for the claim under way, which may wait for what is locked here.
        campaign_id = mail.invitation.campaign_id
        transaction.on_commit(lambda: watching.watch(campaign_id=campaign_id, now=now), robust=True)
    return True


def prove_known(*, now: datetime) -> int:
    """Settle rows that ended as `unknown` after their proof had come; returns how many.

    An event may be quicker than the worker that writes the outcome down, and outlive it.
    """
    told = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in FACTS.values()))
    proven = 0
    for model in (Invitation, Reminder):
        for row in model._default_manager.filter(told, state=OutboxState.UNKNOWN).order_by("pk"):
            proven += delivery.prove_sent(mailbag=_bag_of(row), row=row, now=now)
    return proven


def _prove(mail: Mail, now: datetime) -> None:
    delivery.prove_sent(mailbag=_bag_of(mail.row), row=mail.row, now=now)


def _refused(mail: Mail, event: ProviderEvent, now: datetime) -> None:
    """Of an open hand-over: it failed, what it took is given back. Of one that was accepted: it bounced."""
    said = event.payload.get("said") or event.get_kind_display()
    if not delivery.prove_refused(mailbag=_bag_of(mail.row), row=mail.row, said=said, now=now):
        taken = [OutboxState.SENT, OutboxState.CLAIMED]
        sent = mail.row.__class__._default_manager.filter(pk=mail.row.pk, state__in=taken)
        sent.update(bounced_at=_earliest("bounced_at", event.occurred_at))


def _note(mail: Mail, column: str, at: datetime) -> None:
    rows = mail.row.__class__._default_manager.filter(pk=mail.row.pk)
    rows.update(**{column: _earliest(column, at)})


def _earliest(column: str, at: datetime) -> Least:
    return Least(Coalesce(F(column), Value(at)), Value(at))


def _judge_address(mail: Mail, event: ProviderEvent, now: datetime) -> None:
    """Block the address that the mail went to, where the event says that it must be."""
    contact_id = mail.invitation.contact_id
    reason = _reason_to_block(event)
    if contact_id is not None and reason is not None:
        consent.block(contact_id=contact_id, reason=reason, source=f"mail provider ({event.esp})", now=now)


def _reason_to_block(event: ProviderEvent) -> BlockReason | None:
    match event.kind:
        case EventKind.COMPLAINED:
            return BlockReason.COMPLAINED
        case EventKind.UNSUBSCRIBED:
            return BlockReason.UNSUBSCRIBED
        case EventKind.BOUNCED:
            return BlockReason.BOUNCED if event.is_permanent or _bounces_often(event) else None
        case EventKind.REJECTED:
            return LEARNED.get(str(event.payload.get("reject_reason", "")))
    return None


def _bounces_often(event: ProviderEvent) -> bool:
    """Whether so many soft bounces lie within some thirty days that include this one.

    Whatever the order in which they are looked at, the last of them sees all.
    """
    if not event.recipient_hash:
        return False
    others = ProviderEvent.objects.filter(
        state=EventState.DONE,
        recipient_hash=event.recipient_hash,
        kind=EventKind.BOUNCED,
        is_permanent=False,
        occurred_at__range=(event.occurred_at - SOFT_SPAN, event.occurred_at + SOFT_SPAN),
    )
    times = sorted([*others.values_list("occurred_at", flat=True), event.occurred_at])
    windows = zip(times, times[SOFT_BOUNCES - 1 :], strict=False)
    return any(last - first <= SOFT_SPAN for first, last in windows)


def _bag_of(row: Invitation | Reminder) -> Any:
    return ReminderMailbag() if isinstance(row, Reminder) else InvitationMailbag()

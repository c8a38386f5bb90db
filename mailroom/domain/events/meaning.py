"""What an event says of a mail and of the address that it went to, whatever the mail was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Least

from customers.enums import BlockReason
from mailroom.enums import EventKind, EventState
from mailroom.models import ProviderEvent

if TYPE_CHECKING:
    from datetime import datetime

SOFT_BOUNCES: Final = 5
SOFT_SPAN: Final = timedelta(days=30)
# The column of the outbox row that an event of this kind fills.
FACTS: Final = {
    EventKind.DELIVERED: "delivered_at",
    EventKind.OPENED: "opened_at",
    EventKind.CLICKED: "clicked_at",
    EventKind.BOUNCED: "bounced_at",
    EventKind.COMPLAINED: "complained_at",
}
# The provider did not let it out: it never left, however it began.
REFUSALS: Final = {EventKind.REJECTED, EventKind.FAILED}
# What the provider would not have known of a mail that it never took.
PROOFS: Final = {*FACTS, EventKind.SENT, EventKind.DEFERRED, EventKind.UNSUBSCRIBED}
# Why a provider refuses an address that it has learned about before.
LEARNED: Final = {
    "bounced": BlockReason.BOUNCED,
    "invalid": BlockReason.BOUNCED,
    "spam": BlockReason.COMPLAINED,
    "unsubscribed": BlockReason.UNSUBSCRIBED,
}


def reason_to_block(event: ProviderEvent) -> BlockReason | None:
    """Why the address must not be written to any more, or None."""
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


def earliest(column: str, at: datetime) -> Least:
    """A fact keeps its earliest instant, so that the order of events is of no matter."""
    return Least(Coalesce(F(column), Value(at)), Value(at))


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

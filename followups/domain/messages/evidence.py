"""What a mail provider's event proves of a message, and what follows for the address.

Each fact keeps its earliest instant, a proof moves a row only from doubt to certainty, and a block is only
ever replaced by a stronger one; so events may come late, twice and in any order.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from customers.domain import consent
from followups.domain.messages import finding, telling
from followups.domain.messages.mailbag import MessageMailbag
from followups.models import Message
from mailroom.domain import delivery
from mailroom.domain.events import meaning
from mailroom.enums import EventKind, OutboxState
from surveys.domain import whereabouts

if TYPE_CHECKING:
    from datetime import datetime

    from mailroom.models import ProviderEvent

# What the people who wrote it should hear of.
_TOLD = {
    "bounced_at": "{message} came back: the address does not take mails",
    "complained_at": "The customer marked {message} as spam: nothing more may be sent there",
}


def take(*, event: ProviderEvent, now: datetime) -> bool:
    """Write down what an event proves, in the caller's transaction. False when it is about no message."""
    row = finding.find(event)
    if row is None:
        return False
    kind = EventKind(event.kind)
    if kind in meaning.REFUSALS:
        _refused(row, event, now)
    elif kind in meaning.PROOFS:
        delivery.prove_sent(mailbag=MessageMailbag(), row=row, now=now)
    if kind in meaning.FACTS:
        _note(row, meaning.FACTS[kind], event.occurred_at, now)
    _judge_address(row, event, now)
    return True


def prove_known(*, now: datetime) -> int:
    """Settle messages that ended as `unknown` after their proof had come; returns how many."""
    told = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in meaning.FACTS.values()))
    rows = Message.objects.filter(told, state=OutboxState.UNKNOWN).order_by("pk")
    return sum(delivery.prove_sent(mailbag=MessageMailbag(), row=row, now=now) for row in rows)


def _refused(row: Message, event: ProviderEvent, now: datetime) -> None:
    """Of an open hand-over: it failed. Of one that was accepted: it came back."""
    said = event.payload.get("said") or event.get_kind_display()
    if not delivery.prove_refused(mailbag=MessageMailbag(), row=row, said=said, now=now):
        taken = [OutboxState.SENT, OutboxState.CLAIMED]
        if Message.objects.filter(pk=row.pk, state__in=taken).exists():
            _note(row, "bounced_at", event.occurred_at, now)


def _note(row: Message, column: str, at: datetime, now: datetime) -> None:
    rows = Message.objects.filter(pk=row.pk)
    is_news = rows.filter(**{column: None}).update(**{column: at}) == 1
    if not is_news:
        rows.update(**{column: meaning.earliest(column, at)})
    elif column in _TOLD:
        telling.tell(row, _TOLD[column], actor=None, now=now)


def _judge_address(row: Message, event: ProviderEvent, now: datetime) -> None:
    """Block the address that the message went to, where the event says that it must be.

    What a person said holds where they are now; a bounce speaks of one mailbox.
    """
    reason = meaning.reason_to_block(event)
    if row.contact_id is None or reason is None:
        return
    now_at = whereabouts.contacts_now(row.contact_id, also=[row.customer_id])
    for pk in now_at if reason in consent.PERSONAL else [row.contact_id]:
        consent.block(contact_id=pk, reason=reason, source=f"mail provider ({event.esp})", now=now)

"""What a mail provider's event proves of a mail of ours, and what follows for the address.

Events come late, twice and in any order. Each fact keeps its earliest instant, a proof moves a row only
from doubt to certainty, and a block is only ever replaced by a stronger one; so the order is of no matter.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from customers.domain import consent
from mailroom.domain import delivery
from mailroom.domain.events import meaning
from mailroom.enums import EventKind, OutboxState
from surveys.domain import finding, watching, whereabouts
from surveys.domain.mailbag import InvitationMailbag
from surveys.domain.reminders import ReminderMailbag
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from mailroom.models import ProviderEvent
    from surveys.domain.finding import Mail


def take(*, event: ProviderEvent, now: datetime) -> bool:
    """Write down what an event proves, in the caller's transaction. False when the mail is not ours."""
    mail = finding.find(event)
    if mail is None:
        return False
    kind = EventKind(event.kind)
    if kind in meaning.REFUSALS:
        _refused(mail, event, now)
    elif kind in meaning.PROOFS:
        _prove(mail, now)
    if kind in meaning.FACTS:
        _note(mail, meaning.FACTS[kind], event.occurred_at)
    _judge_address(mail, event, now)
    if kind in {EventKind.BOUNCED, EventKind.COMPLAINED, *meaning.REFUSALS}:
        # After the commit: a pause waits for the claim under way, which may wait for what is locked here.
        campaign_id = mail.invitation.campaign_id
        transaction.on_commit(lambda: watching.watch(campaign_id=campaign_id, now=now), robust=True)
    return True


def prove_known(*, now: datetime) -> int:
    """Settle rows that ended as `unknown` after their proof had come; returns how many.

    An event may be quicker than the worker that writes the outcome down, and outlive it.
    """
    told = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in meaning.FACTS.values()))
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
        sent.update(bounced_at=meaning.earliest("bounced_at", event.occurred_at))


def _note(mail: Mail, column: str, at: datetime) -> None:
    rows = mail.row.__class__._default_manager.filter(pk=mail.row.pk)
    rows.update(**{column: meaning.earliest(column, at)})


def _judge_address(mail: Mail, event: ProviderEvent, now: datetime) -> None:
    """Block the address that the mail went to, where the event says that it must be.

    What a person said holds where they are now; a bounce speaks of one mailbox.
    """
    contact_id = mail.invitation.contact_id
    reason = meaning.reason_to_block(event)
    if contact_id is None or reason is None:
        return
    is_theirs = reason in consent.PERSONAL
    for pk in whereabouts.contacts_now(contact_id) if is_theirs else [contact_id]:
        consent.block(contact_id=pk, reason=reason, source=f"mail provider ({event.esp})", now=now)


def _bag_of(row: Invitation | Reminder) -> Any:
    return ReminderMailbag() if isinstance(row, Reminder) else InvitationMailbag()

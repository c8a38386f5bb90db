"""May we write to an address, and from when: each change is one UPDATE that guards itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from customers.domain import announcing
from customers.enums import BlockReason
from customers.models import Contact, Customer
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from team.models import User

# From the weakest to the strongest: a later reason replaces a weaker one, never a stronger one.
STRENGTH = [
    "",
    BlockReason.BOUNCED.value,
    BlockReason.STAFF.value,
    BlockReason.UNSUBSCRIBED.value,
    BlockReason.COMPLAINED.value,
]
# What a person said holds wherever they can be reached; a bounce speaks of one mailbox.
PERSONAL = [BlockReason.STAFF.value, BlockReason.UNSUBSCRIBED.value, BlockReason.COMPLAINED.value]


class ComplaintStands(Exception):
    """They marked a mail of ours as spam: that block is for good."""


def block(*, contact_id: int, reason: BlockReason, now: datetime) -> bool:
    """Write no more to this address. False when it was blocked for as strong a reason already."""
    weaker = STRENGTH[: STRENGTH.index(reason.value)]
    with transaction.atomic():
        blocked = Contact.objects.filter(pk=contact_id, blocked_reason__in=weaker).update(
            blocked_reason=reason, blocked_at=now
        )
        if blocked:
            _announce(contact_id)
    return blocked == 1


def unblock(*, contact: Contact, actor: User | None, now: datetime) -> bool:
    """Allow writing again, because the person asked for it; audited. False when nothing was blocked.

    Without an actor it was the person, by the link in a mail of ours: that takes back their own
    refusal and no other block. Raises ComplaintStands for an address that complained.
    """
    with transaction.atomic():
        before = Contact.objects.select_for_update().get(pk=contact.pk)
        if before.blocked_reason == BlockReason.COMPLAINED:
            raise ComplaintStands
        theirs = before.blocked_reason == BlockReason.UNSUBSCRIBED
        if not before.blocked_reason or (actor is None and not theirs):
            return False
        Contact.objects.filter(pk=contact.pk).update(blocked_reason="", blocked_at=None)
        audit.log(
            actor=actor,
            action="contact.unblocked",
            subject=before,
            now=now,
            changes={"blocked_reason": [before.blocked_reason, ""]},
        )
        _announce(contact.pk)
    return True


def raise_hold(*, contact_id: int, until: datetime, asked_at: datetime | None = None) -> bool:
    """Keep the address quiet until an instant; only ever later. Returns whether that is later than before.

    The token of the claim that held it goes, so that nobody gives this hold back. `asked_at` is
    when the person was last asked; it, too, only moves on.
    """
    if asked_at is not None:
        _note_asked(contact_id, asked_at)
    later = Contact.objects.filter(pk=contact_id).filter(Q(next_survey_at=None) | Q(next_survey_at__lt=until))
    return later.update(next_survey_at=until, hold_token=None, hold_before=None) == 1


def carry(*, moves: Collection[tuple[int, int]], now: datetime) -> None:
    """People move from one address to another: the later hold and their own refusal go with them.

    `moves` are (old contact, new contact).
    """
    if not moves:
        return
    everybody = {contact_id for move in moves for contact_id in move}
    # Locked in the order of ids, as every writer of several contacts does.
    locked = Contact.objects.select_for_update().order_by("pk").filter(pk__in=everybody)
    by_id = {contact.pk: contact for contact in locked}
    for from_id, to_id in moves:
        _carry(by_id[from_id], to_id, now=now)


def _carry(old: Contact, to_id: int, *, now: datetime) -> None:
    if old.last_asked_at is not None:
        _note_asked(to_id, old.last_asked_at)
    if old.next_survey_at is not None:
        raise_hold(contact_id=to_id, until=old.next_survey_at)
    if old.blocked_reason in PERSONAL:
        block(contact_id=to_id, reason=BlockReason(old.blocked_reason), now=now)


def _note_asked(contact_id: int, asked_at: datetime) -> None:
    earlier = Q(last_asked_at=None) | Q(last_asked_at__lt=asked_at)
    Contact.objects.filter(earlier, pk=contact_id).update(last_asked_at=asked_at)


def _announce(contact_id: int) -> None:
    announcing.changed(list(Customer.objects.filter(contact=contact_id).values_list("pk", flat=True)))

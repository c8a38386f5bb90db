"""May we write to an address, and from when: each change is one UPDATE that guards itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

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


def block(
    *, contact_id: int, reason: BlockReason, now: datetime, actor: User | None = None, source: str = ""
) -> bool:
    """Write no more to this address. False when it was blocked for as strong a reason already.

    Audited where somebody did it, or where `source` says how it became known ("preference page");
    an import of many is audited as a whole.
    """
    weaker = STRENGTH[: STRENGTH.index(reason.value)]
    with transaction.atomic():
        blocked = Contact.objects.filter(pk=contact_id, blocked_reason__in=weaker).update(
            blocked_reason=reason, blocked_at=now
        )
        if blocked:
            announce(contact_id)
        if blocked and (actor or source):
            facts: dict[str, object] = {"blocked_reason": ["", reason.value]}
            subject = Contact(pk=contact_id)
            audit.log(
                actor=actor,
                action="contact.blocked",
                subject=subject,
                now=now,
                changes=facts | ({"source": source} if source else {}),
            )
    return blocked == 1


def unblock(*, contact: Contact, actor: User | None, now: datetime, source: str = "") -> bool:
    """Allow writing again, because the person asked for it; audited. False when nothing was blocked.

    `source` says where they did. Without an actor it was the person, by the link in a mail of ours: that
    takes back their own refusal and no other block. Raises ComplaintStands for an address that complained.
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
            changes={"blocked_reason": [before.blocked_reason, ""]} | ({"source": source} if source else {}),
        )
        announce(contact.pk)
    return True


def asked(*, contact_ids: Collection[int], at: datetime, until: datetime) -> None:
    """A mail of ours reached these addresses at an instant: they are quiet until another, or longer.

    Both dates only ever move on. A claim that holds the address loses its token: what it would give
    back is less than what this mail asks for, and what it has not begun to send must not leave.
    """
    # Of somebody who was asked again since, a claim under way took no more than it may give back.
    is_old_news = Q(hold_before__gte=until)
    Contact.objects.filter(pk__in=contact_ids).update(
        last_asked_at=_later("last_asked_at", at),
        next_survey_at=_later("next_survey_at", until),
        hold_token=Case(When(is_old_news, then=F("hold_token"))),
        hold_before=Case(When(is_old_news, then=F("hold_before"))),
    )


def raise_hold(*, contact_id: int, until: datetime) -> bool:
    """Keep the address quiet until an instant; only ever later. Returns whether that changed anything.

    The token of a claim that would give back less goes, so that this hold stays.
    """
    less = Q(hold_before=None) | Q(hold_before__lt=until)
    earlier = Q(next_survey_at=None) | Q(next_survey_at__lt=until) | (Q(hold_token__isnull=False) & less)
    contact = Contact.objects.filter(earlier, pk=contact_id)
    raised = contact.update(next_survey_at=_later("next_survey_at", until), hold_token=None, hold_before=None)
    return raised == 1


def carry(*, moves: Collection[tuple[int, int]], now: datetime) -> None:
    """People move from one address to another: the later hold, a pause and their own refusal go with them.

    `moves` are (old contact, new contact).
    """
    if not moves:
        return
    everybody = {contact_id for move in moves for contact_id in move}
    by_id = {contact.pk: contact for contact in Contact.objects.filter(pk__in=everybody).locked()}
    for from_id, to_id in moves:
        _carry(by_id[from_id], to_id, now=now)


def _carry(old: Contact, to_id: int, *, now: datetime) -> None:
    if old.last_asked_at is not None:
        Contact.objects.filter(pk=to_id).update(last_asked_at=_later("last_asked_at", old.last_asked_at))
    if old.next_survey_at is not None:
        raise_hold(contact_id=to_id, until=old.next_survey_at)
    if old.paused_until is not None:
        Contact.objects.filter(pk=to_id).update(paused_until=_later("paused_until", old.paused_until))
    if old.blocked_reason in PERSONAL:
        block(contact_id=to_id, reason=BlockReason(old.blocked_reason), now=now)


def _later(field: str, instant: datetime) -> Greatest:
    return Greatest(Coalesce(F(field), Value(instant)), Value(instant))


def announce(contact_id: int) -> None:
    """Tell the rooms above whose address it is, on commit."""
    announcing.changed(list(Customer.objects.filter(contact=contact_id).values_list("pk", flat=True)))

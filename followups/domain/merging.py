"""Two customers become one: what this room holds of both is the one's, with whoever has it to do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from followups.domain import recovering
from followups.domain.messages.mailbag import MessageMailbag
from followups.models import Endorsement, FollowUp, Message, PlanItem, Referral, Run
from mailroom.domain.delivery.outcomes import Change, conclude
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from django.db.models import Model

    from customers.models import Customer

# Every table of this room with a key to a customer: what a merge calls it, and the key. In the order in which
# everybody locks them: the follow-ups behind what hangs on them.
MOVED: Final[tuple[tuple[str, type[Model], str], ...]] = (
    ("messages", Message, "customer"),
    ("playbook runs", Run, "customer"),
    ("consents to be quoted", Endorsement, "customer"),
    ("referrals", Referral, "advocate"),
    ("referrals", Referral, "referred"),
    ("success-plan items", PlanItem, "customer"),
    ("follow-ups", FollowUp, "customer"),
)
_BACK: Final = Change(OutboxState.PLANNED)


def previewed(*, lost: Customer) -> dict[str, int]:
    """How many rows `move` would move."""
    counts: dict[str, int] = {}
    for name, rows, _ in _rows_of(lost):
        counts[name] = counts.get(name, 0) + rows.count()
    return {name: count for name, count in counts.items() if count}


def move(*, kept: Customer, lost: Customer, now: datetime) -> int:
    """Give the kept customer every row of the lost one; returns how many. Part of the merge.

    Messages that wait go to the address that is left; what is on its way stays so. An answer keeps its own
    follow-up and its own runs, so nothing of the two can collide.
    """
    _return_claims(kept, lost, now=now)
    moved: int = sum(rows.update(**{key: kept}) for _, rows, key in _rows_of(lost))
    waiting = Message.objects.filter(customer=kept, state=OutboxState.PLANNED)
    waiting.exclude(contact=kept.contact_id).update(contact=kept.contact_id)
    # The rooms below have moved their rows by now: an answer of one may come after a follow-up of the other.
    recovering.link_customer(kept.pk, now=now)
    return moved


def _rows_of(lost: Customer) -> Iterator[tuple[str, Any, str]]:
    for name, model, key in MOVED:
        yield name, model._default_manager.filter(**{key: lost}), key


def _return_claims(kept: Customer, lost: Customer, *, now: datetime) -> None:
    """What is claimed and not begun is planned again: which address it goes to is open again."""
    rows = Message.objects.filter(customer__in=[kept.pk, lost.pk], state=OutboxState.CLAIMED)
    claims: dict[UUID, list[Message]] = defaultdict(list)
    for row in rows.order_by("pk").select_for_update(no_key=True):
        if row.attempt_started_at is None and row.claim_token:
            claims[row.claim_token].append(row)
    for token, held in claims.items():
        conclude(mailbag=MessageMailbag(), token=token, changes={_BACK: held}, now=now)

"""Two customers become one: all their invitations are the one's, and one of those that wait stays."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from customers.models import Contact
from mailroom.domain.delivery.outcomes import Change, conclude
from mailroom.enums import OutboxState
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import Reason, ScheduleKind
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from customers.models import Customer

# The occasion was used: the question left, or may have left.
USED = (OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN)
LONGEST = Invitation._meta.get_field("occasion").max_length or 60
_BACK = Change(OutboxState.PLANNED)


def previewed(*, lost: Customer) -> dict[str, int]:
    """How many rows `move` would move."""
    return {"invitations": Invitation.objects.filter(customer=lost).count()}


def move(*, kept: Customer, lost: Customer, now: datetime) -> int:
    """Give the kept customer every invitation of the lost one; returns how many. Part of the merge.

    What is claimed and not begun goes back, hold and all: which of the two is asked is open again. What
    is on its way stays so. Of the rows of one occasion one keeps its name; of those that wait in one
    campaign one is left, the others are cancelled. Nothing is deleted.
    """
    _return_claims(kept, lost, now=now)
    rows = _rows(kept, lost)
    _tell_apart(rows, kept, lost)
    moved = Invitation.objects.filter(customer=lost).update(customer=kept)
    surplus = _surplus(rows, kept)
    Invitation.objects.filter(pk__in=surplus, state=OutboxState.PLANNED).update(
        state=OutboxState.CANCELLED, reason=Reason.MERGED, planned_at=now
    )
    return moved


def _rows(kept: Customer, lost: Customer) -> list[Invitation]:
    """The rows of both, locked in the order of their ids; a worker that has some may finish first."""
    rows = Invitation.objects.filter(customer__in=[kept.pk, lost.pk]).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _return_claims(kept: Customer, lost: Customer, *, now: datetime) -> None:
    claims: dict[UUID, list[Invitation]] = defaultdict(list)
    for row in _rows(kept, lost):
        if row.state == OutboxState.CLAIMED and row.attempt_started_at is None and row.claim_token:
            claims[row.claim_token].append(row)
    # As a claim does: invitations first, then their contacts, all at once and in order.
    ids = {row.contact_id for rows in claims.values() for row in rows}
    theirs = Contact.objects.filter(customers__in=[kept.pk, lost.pk]).values_list("pk", flat=True)
    list(Contact.objects.filter(pk__in={*ids, *theirs}).locked().values_list("pk"))
    for token, rows in claims.items():
        conclude(mailbag=InvitationMailbag(), token=token, changes={_BACK: rows}, now=now)


def _tell_apart(rows: Iterable[Invitation], kept: Customer, lost: Customer) -> None:
    """One occasion, one row: of two the one that waits keeps the name, else the one that was used."""
    occasions: dict[tuple[int, str], list[Invitation]] = defaultdict(list)
    for row in rows:
        occasions[row.campaign_id, row.occasion].append(row)
    for (_, occasion), same in occasions.items():
        first, *others = sorted(same, key=lambda row: (_rank(row), row.customer_id != kept.pk))
        for row in others:
            # In front, so that whatever reads the end of an occasion finds it there.
            name = f"merged-{lost.pk}:{occasion}"[:LONGEST]
            Invitation.objects.filter(pk=row.pk).update(occasion=name)
        if others and first.state == OutboxState.PLANNED and any(row.state in USED for row in others):
            Invitation.objects.filter(pk=first.pk).update(state=OutboxState.CANCELLED, reason=Reason.MERGED)
            first.state = OutboxState.CANCELLED


def _rank(row: Invitation) -> int:
    if row.state == OutboxState.PLANNED:
        return 0
    return 1 if row.state in USED else 2


def _surplus(rows: Iterable[Invitation], kept: Customer) -> list[int]:
    """The ids of those that wait beside another row of their campaign that waits or is on its way."""
    waiting: dict[int, list[Invitation]] = defaultdict(list)
    leaving: set[int] = set()
    for row in rows:
        if row.state == OutboxState.PLANNED:
            waiting[row.campaign_id].append(row)
        elif row.state == OutboxState.CLAIMED:
            leaving.add(row.campaign_id)
    surplus: list[int] = []
    for campaign_id, same in waiting.items():
        ordered = sorted(same, key=lambda row: _place(row, kept))
        surplus += [row.pk for row in ordered[0 if campaign_id in leaving else 1 :]]
    return surplus


def _place(row: Invitation, kept: Customer) -> tuple[bool, bool, datetime, int]:
    """First the one whose occasion is the customer's by what is left of the two; then what is due first."""
    campaign = row.campaign
    moved = False
    if campaign.schedule_kind == ScheduleKind.DATE:
        account = kept.account
        own = getattr(kept, campaign.date_field)
        moved = row.occasion_on != (own or getattr(account, campaign.date_field, None))
    is_others = campaign.schedule_kind == ScheduleKind.CYCLE and row.customer_id != kept.pk
    return moved, is_others, row.send_after, row.pk

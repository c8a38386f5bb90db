"""A personal message of a person is the first contact (G51), unless it never left. The machine's is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Min, Value
from django.db.models.functions import Coalesce

from followups.domain import alarms, sla
from followups.domain.working.contact import BEGUN
from followups.enums import ActivityKind, FollowUpState, MessageKind
from followups.models import Activity, FollowUp, Message
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime

# States in which a message has left, may have left, or is about to.
COUNTS: Final = [OutboxState.PLANNED, OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN]
_TALKS: Final = [ActivityKind.CALL, ActivityKind.EMAIL]


def count(row: Message) -> None:
    """The follow-up has been begun, by this message where nobody was faster."""
    if row.kind == MessageKind.PERSONAL and row.author_id and row.followup_id:
        open_ = FollowUp.objects.unfinished().filter(pk=row.followup_id)
        if open_.update(state=BEGUN, first_contact_at=Coalesce("first_contact_at", Value(row.planned_at))):
            alarms.rewind(FollowUp.objects.get(pk=row.followup_id))


def take_back(row: Message, *, now: datetime) -> bool:
    """It never left: the first contact is the next one there was. True when there was none, and one is owed.

    The follow-up is open again then, and whoever waited for an answer waits no longer: nothing was asked.
    The clock of the first contact goes on where it was, since its deadline never moved.
    """
    if row.kind != MessageKind.PERSONAL or not row.followup_id:
        return False
    with transaction.atomic():
        counted = FollowUp.objects.filter(pk=row.followup_id, first_contact_at=row.planned_at)
        held = counted.select_for_update().first()
        if held is None:
            return False
        fields: dict[str, Any] = {"first_contact_at": _others(row)}
        is_owed = fields["first_contact_at"] is None and not held.is_closed
        if is_owed:
            fields |= {"state": FollowUpState.OPEN, **sla.resumed(held, now=now)}
        counted.update(**fields)
        alarms.rewind(FollowUp.objects.get(pk=held.pk))
    return is_owed


def _others(row: Message) -> datetime | None:
    """The earliest contact on the same follow-up that was not this message."""
    calls = Activity.objects.filter(followup=row.followup_id, kind__in=_TALKS)
    letters = Message.objects.filter(
        followup=row.followup_id, kind=MessageKind.PERSONAL, author__isnull=False, state__in=COUNTS
    ).exclude(pk=row.pk)
    instants = [
        calls.aggregate(first=Min("at"))["first"],
        letters.aggregate(first=Min("planned_at"))["first"],
    ]
    return min((at for at in instants if at is not None), default=None)

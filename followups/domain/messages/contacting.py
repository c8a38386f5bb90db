"""A personal message of a person is the first contact (G51), unless it never left. The machine's is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Min, Value
from django.db.models.functions import Coalesce

from followups.domain import alarms
from followups.domain.working.contact import BEGUN
from followups.enums import ActivityKind, MessageKind
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


def take_back(row: Message) -> None:
    """It never left: the first contact is the next one there was, or nobody has been in contact yet.

    The clock of the first contact goes on where it was, since its deadline never moved.
    """
    if row.kind != MessageKind.PERSONAL or not row.followup_id:
        return
    counted = FollowUp.objects.filter(pk=row.followup_id, first_contact_at=row.planned_at)
    if counted.update(first_contact_at=_others(row)):
        alarms.rewind(FollowUp.objects.get(pk=row.followup_id))


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

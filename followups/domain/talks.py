"""When somebody was in personal contact with a customer: more than the first attempt, which the clock counts.

A call that was answered, an e-mail that somebody wrote down, or a personal letter that left from here and did
not come back. What waits for the personal contact (G18) waits for this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, Min, Q

from followups.enums import ActivityKind, MessageKind
from followups.models import Activity, Message
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import FollowUp

_LEFT: Final = [OutboxState.PLANNED, OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN]


def first(followup: FollowUp) -> datetime | None:
    """The first of them; None while there was none."""
    instants = [
        _spoken(followup=followup).aggregate(first=Min("at"))["first"],
        _written(followup=followup).aggregate(first=Min("planned_at"))["first"],
    ]
    return min((at for at in instants if at is not None), default=None)


def had(**whose: Any) -> Q:
    """True where there was one; `whose` leads to the follow-up, as in `followup=OuterRef("followup")`."""
    return Q(Exists(_spoken(**whose))) | Q(Exists(_written(**whose)))


def _spoken(**whose: Any) -> Any:
    reached = Q(kind=ActivityKind.CALL, facts__reached=True) | Q(kind=ActivityKind.EMAIL)
    return Activity.objects.filter(reached, **whose)


def _written(**whose: Any) -> Any:
    letters = Message.objects.filter(kind=MessageKind.PERSONAL, author__isnull=False, bounced_at=None)
    return letters.filter(state__in=_LEFT, **whose)

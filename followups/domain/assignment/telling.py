"""Telling somebody that a follow-up is theirs now."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from django.urls import reverse

from followups.domain import notifying
from followups.enums import NotificationKind

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import Activity, FollowUp
    from team.models import User

QUOTED = 400


def tell(*, followup: FollowUp, to: User, occasion: int, text: str, now: datetime) -> bool:
    """Tell the new owner. `occasion` is the decision's or the history line's id: once for each."""
    kind, key = NotificationKind.ASSIGNED, f"assigned:{followup.pk}:{occasion}"
    return _tell(followup, to, kind, key, "the follow-up is yours", text, now=now)


def tell_again(*, followup: FollowUp, to: User, line: Activity, now: datetime) -> bool:
    """Tell whoever had it that it is open again: why, and what the customer said if it was they."""
    kind, key = NotificationKind.ASSIGNED, f"reopened:{followup.pk}:{line.pk}"
    quoted = shorten(followup.response.reason, QUOTED, placeholder="…")
    said = f"{line.note}\n\n“{quoted}”" if quoted else line.note
    text = f"{line.actor}: {line.note}" if line.actor else said
    return _tell(followup, to, kind, key, "your follow-up is open again", text, now=now)


def tell_overflow(*, followup: FollowUp, occasion: int, text: str, now: datetime) -> bool:
    """Tell whoever answers for what nobody has room for. `occasion` is a decision’s or a line’s id."""
    to = followup.accountable
    if to is None:
        return False
    kind, key = NotificationKind.ESCALATED, f"overflow:{followup.pk}:{occasion}:{to.pk}"
    return _tell(followup, to, kind, key, "nobody has room, you answer for it", text, now=now)


def _tell(
    followup: FollowUp, to: User, kind: NotificationKind, key: str, what: str, text: str, *, now: datetime
) -> bool:
    who = "Erased customer" if followup.customer and followup.customer.erased_at else followup.customer
    return notifying.tell(
        recipient=to,
        kind=kind,
        key=key,
        title=f"{who or 'Somebody'} answered {followup.response.score}: {what}",
        text=text,
        path=reverse("followups:detail", args=[followup.pk]),
        now=now,
        followup=followup,
    )

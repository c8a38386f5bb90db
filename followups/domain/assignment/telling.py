"""Telling somebody that a follow-up is theirs now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from followups.domain import notifying
from followups.enums import NotificationKind

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import FollowUp
    from team.models import User


def tell(*, followup: FollowUp, to: User, occasion: int, text: str, now: datetime) -> bool:
    """Tell the new owner. `occasion` is the decision's or the history line's id: once for each."""
    who = "Erased customer" if followup.customer and followup.customer.erased_at else followup.customer
    return notifying.tell(
        recipient=to,
        kind=NotificationKind.ASSIGNED,
        key=f"assigned:{followup.pk}:{occasion}",
        title=f"{who or 'Somebody'} answered {followup.response.score}: the follow-up is yours",
        text=text,
        path=reverse("followups:detail", args=[followup.pk]),
        now=now,
        followup=followup,
    )

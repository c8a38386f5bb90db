"""Which notifications are mailed now. Nobody's quiet period, limit or window is about the staff."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from followups.models import Notification
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 200
# What was news yesterday morning is in the app; a mail of it would only disturb.
STALE = timedelta(hours=24)
TOO_LATE, NO_ACCESS = "too_late", "no_access"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claim did."""

    token: uuid.UUID
    examined: int = 0
    claimed: int = 0


def claim(*, now: datetime, limit: int = BATCH) -> Claim:
    """Take up to `limit` due notifications, the oldest first; stale ones and those of people who left end."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = Notification.objects.due(now=now).order_by("send_after", "pk")
        locked = due.select_for_update(of=("self",), no_key=True, skip_locked=True)
        ids = list(locked.values_list("pk", flat=True)[:limit])
        rows = Notification.objects.filter(pk__in=ids, state=OutboxState.PLANNED)
        ended = rows.filter(recipient__is_active=False).update(state=OutboxState.SKIPPED, reason=NO_ACCESS)
        ended += rows.filter(send_after__lt=now - STALE).update(state=OutboxState.EXPIRED, reason=TOO_LATE)
        claimed = rows.update(
            state=OutboxState.CLAIMED, claim_token=token, claimed_at=now, attempt_started_at=None
        )
    return Claim(token, ended + claimed, claimed)

"""What the sample's staff was told: long ago and read, or lately and new."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from followups.models import Notification
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime

NEW = timedelta(days=1)


def read(*, now: datetime) -> None:
    """Let what was told before the last day have been mailed in its time, and read."""
    old = Notification.objects.filter(planned_at__lte=now - NEW)
    old.filter(state=OutboxState.PLANNED).update(
        state=OutboxState.SENT, sent_at=F("send_after"), attempt_started_at=F("send_after"), attempts=1
    )
    old.filter(read_at=None).update(read_at=F("planned_at"))

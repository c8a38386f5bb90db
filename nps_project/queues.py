"""What waits to leave, for the health pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min

from followups.models import Message, Notification
from integrations.models import WebhookDelivery
from mailroom.enums import OutboxState
from surveys.enums import CampaignState
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

# Rows that nobody has dealt with yet. History is not depth, and counting it would cost more with every year.
UNSETTLED = [OutboxState.PLANNED, OutboxState.CLAIMED, OutboxState.UNKNOWN, OutboxState.FAILED]


def overdue(*, now: datetime) -> dict[str, QuerySet[Any]]:
    """By kind, the rows whose time has come and which only a worker's absence keeps from leaving."""
    # A paused campaign's rows stay due for as long as somebody wants them to.
    return {
        "invitation": Invitation.objects.due(now=now).filter(campaign__state=CampaignState.ACTIVE),
        "reminder": Reminder.objects.due(now=now).filter(invitation__campaign__state=CampaignState.ACTIVE),
        "message": Message.objects.leaving(now=now),
        "notification": Notification.objects.due(now=now),
        # One that does not answer is called rarely, a few calls at a time, for as long as that lasts.
        "webhookdelivery": WebhookDelivery.objects.due(now=now).filter(endpoint__failing_since=None),
    }


def oldest_due_seconds(*, now: datetime) -> dict[str, float]:
    """By kind, for how long the oldest of them has been due; 0 when none is."""
    oldest = {kind: rows.aggregate(at=Min("send_after"))["at"] for kind, rows in overdue(now=now).items()}
    return {kind: (now - at).total_seconds() if at else 0.0 for kind, at in oldest.items()}


def depth() -> dict[tuple[str, str], int]:
    """By kind and state, how many rows are not settled."""
    found: dict[tuple[str, str], int] = {}
    kinds: dict[str, QuerySet[Any]] = {
        "invitation": Invitation.objects.all(),
        "reminder": Reminder.objects.all(),
        "message": Message.objects.all(),
        "notification": Notification.objects.all(),
        "webhookdelivery": WebhookDelivery.objects.all(),
    }
    for kind, rows in kinds.items():
        counted = rows.filter(state__in=UNSETTLED).order_by().values_list("state").annotate(n=Count("pk"))
        by_state = dict(counted)
        found |= {(kind, state.value): by_state.get(state.value, 0) for state in UNSETTLED}
    return found

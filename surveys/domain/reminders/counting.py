"""How far a campaign's reminders have come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from mailroom.enums import OutboxState
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class ReminderCounts:
    """Reminders by what became of them. `answered` counts people who answered after one of them."""

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    unknown: int = 0
    failed: int = 0
    left_out: int = 0
    cancelled: int = 0
    answered: int = 0

    @property
    def total(self) -> int:
        """All rows there are."""
        return (
            self.waiting
            + self.sending
            + self.sent
            + self.unknown
            + self.failed
            + self.left_out
            + self.cancelled
        )


def counts(campaign: Campaign) -> ReminderCounts:
    """One campaign's reminders: `left_out` were skipped or came too late, `cancelled` needed no more."""
    rows = Reminder.objects.filter(invitation__campaign=campaign).order_by()
    by_state = dict(rows.values_list("state").annotate(n=Count("pk")))
    answered = Invitation.objects.filter(
        Q(campaign=campaign, reminders__state=OutboxState.SENT, answered_at__gt=F("reminders__sent_at"))
    )
    return ReminderCounts(
        waiting=by_state.get(OutboxState.PLANNED, 0),
        sending=by_state.get(OutboxState.CLAIMED, 0),
        sent=by_state.get(OutboxState.SENT, 0),
        unknown=by_state.get(OutboxState.UNKNOWN, 0),
        failed=by_state.get(OutboxState.FAILED, 0),
        left_out=by_state.get(OutboxState.SKIPPED, 0) + by_state.get(OutboxState.EXPIRED, 0),
        cancelled=by_state.get(OutboxState.CANCELLED, 0),
        answered=answered.order_by().distinct().count(),
    )

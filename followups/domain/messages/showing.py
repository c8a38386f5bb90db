"""A message as its page shows it: what is known of its way, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.messages.withdrawing import may_withdraw as may
from followups.enums import MessageReason
from mailroom.enums import Cause, OutboxState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import Message
    from team.models import User

STATES = {
    OutboxState.PLANNED: ("Waiting to leave", "info"),
    OutboxState.CLAIMED: ("Being sent", "info"),
    OutboxState.SENT: ("Sent", "success"),
    OutboxState.UNKNOWN: ("Nobody knows whether it was sent", "warning"),
    OutboxState.FAILED: ("Refused by the mail server", "danger"),
    OutboxState.SKIPPED: ("Not sent", "warning"),
    OutboxState.EXPIRED: ("Not sent", "warning"),
    OutboxState.CANCELLED: ("Taken back", "hollow"),
}


def state(message: Message) -> tuple[str, str]:
    """Where it stands in words, and the kind of the badge."""
    if message.complained_at:
        return "Marked as spam", "danger"
    if message.bounced_at:
        return "Came back", "danger"
    return STATES[OutboxState(message.state)]


def reason(message: Message) -> str:
    """Why it did not leave, or not yet; empty where there is nothing to say."""
    labels = {**dict(MessageReason.choices), **dict(Cause.choices)}
    return labels.get(message.reason, message.reason)


def facts(message: Message) -> list[tuple[str, datetime]]:
    """What is known of its way, in the order of time."""
    known = (
        ("Written", message.planned_at),
        ("Leaves from", message.send_after if message.state == OutboxState.PLANNED else None),
        ("Tried", message.attempt_started_at),
        ("Sent", message.sent_at),
        ("Delivered", message.delivered_at),
        ("Came back", message.bounced_at),
        ("Marked as spam", message.complained_at),
    )
    return [(name, at) for name, at in known if at is not None]


def may_withdraw(*, message: Message, actor: User) -> bool:
    """Whether this person may still take it back."""
    return message.state == OutboxState.PLANNED and may(message=message, actor=actor)

"""What becomes of a due row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailroom.enums import OutboxState
from surveys.enums import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact
    from surveys.models import Invitation

# Whoever waits for one of these beyond their window was left out; of others it was simply too late.
LEFT_OUT = {Reason.QUIET_PERIOD, Reason.ACCOUNT_LIMIT}


@dataclass(frozen=True)
class Verdict:
    """The state a row gets, why, and, for one that waits, until when.

    `stage` and `variant` are what a claimed row freezes.
    """

    state: OutboxState
    reason: str = ""
    send_after: datetime | None = None
    stage: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One due row with what is known of its customer now. `contact` is theirs, locked."""

    row: Invitation
    contact: Contact | None
    stage: str


def skipped(reason: str) -> Verdict:
    """Not asked."""
    return Verdict(OutboxState.SKIPPED, reason)


def cancelled(reason: Reason) -> Verdict:
    """No occasion any more."""
    return Verdict(OutboxState.CANCELLED, reason)


def waits(row: Invitation, until: datetime, reason: Reason) -> Verdict:
    """Looked at again at an instant; over when the row's window has closed by then."""
    if not row.expires_at or until < row.expires_at:
        return Verdict(OutboxState.PLANNED, reason, until)
    return skipped(reason) if reason in LEFT_OUT else Verdict(OutboxState.EXPIRED, Reason.TOO_LATE)

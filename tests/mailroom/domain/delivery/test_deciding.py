from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.models import Contact
from mailroom.domain import delivery
from mailroom.enums import OutboxState
from surveys.domain.mailbag import InvitationMailbag
from team.models import AuditEntry
from tests.mailroom.claims import HELD_BEFORE, claim_of, hold_of, only
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")

BAG = InvitationMailbag()
LATER = NOW + timedelta(hours=2)


def unknown() -> None:
    claim_of(1, state=OutboxState.UNKNOWN, attempt_started_at=NOW, attempts=1)


def test_decide_unknown_as_sent_counts_from_the_attempt(manager: User) -> None:
    """G62: what a person decides has the instant of the attempt."""
    unknown()

    delivery.decide_unknown(mailbag=BAG, row=only(), was_sent=True, actor=manager, now=LATER)

    row = only()
    assert (row.state, row.sent_at) == (OutboxState.SENT, NOW)
    assert Contact.objects.get().last_asked_at == NOW
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.at) == (manager, "invitation.decided", LATER)
    assert entry.changes == {"state": ["unknown", "sent"]}


def test_decide_unknown_as_not_sent_gives_back_and_plans_again(manager: User) -> None:
    unknown()

    delivery.decide_unknown(mailbag=BAG, row=only(), was_sent=False, actor=manager, now=LATER)

    row = only()
    assert (row.state, row.send_after, row.claim_token, row.attempt_started_at) == (
        "planned",
        LATER,
        None,
        NOW,
    )
    assert hold_of(row) == (HELD_BEFORE, None, None)
    assert AuditEntry.objects.get().changes == {"state": ["unknown", "planned"]}


def test_decide_unknown_is_refused_the_second_time(manager: User) -> None:
    unknown()
    row = only()
    delivery.decide_unknown(mailbag=BAG, row=row, was_sent=True, actor=manager, now=LATER)

    with pytest.raises(delivery.AlreadyDecided):
        delivery.decide_unknown(mailbag=BAG, row=row, was_sent=False, actor=manager, now=LATER)

    assert only().state == OutboxState.SENT
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "attempts", "changes"),
    [
        (OutboxState.UNKNOWN, 1, True),
        (OutboxState.FAILED, 1, True),
        (OutboxState.PLANNED, 1, True),
        (OutboxState.PLANNED, 0, False),
        (OutboxState.CLAIMED, 1, False),
        (OutboxState.CANCELLED, 0, False),
    ],
)
def test_prove_sent_moves_what_was_in_doubt(state: OutboxState, attempts: int, changes: bool) -> None:
    claim_of(1, state=state, attempts=attempts, attempt_started_at=NOW)

    assert delivery.prove_sent(mailbag=BAG, row=only(), now=LATER) is changes

    row = only()
    assert (row.state, row.sent_at) == ((OutboxState.SENT, NOW) if changes else (state, None))
    assert Contact.objects.get().last_asked_at == (NOW if changes else None)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailroom.domain import delivery
from mailroom.enums import OutboxState
from surveys.domain.mailbag import InvitationMailbag
from tests.mailroom.claims import HELD_BEFORE, HELD_UNTIL, Told, claim_of, hold_of, only, states
from tests.moments import NOW

if TYPE_CHECKING:
    from mailroom.domain.delivery import Tally

pytestmark = pytest.mark.usefixtures("program")

LEASE = timedelta(minutes=10)
LATER = NOW + LEASE + timedelta(seconds=1)


def reap() -> Tally:
    return delivery.reap(mailbag=InvitationMailbag(), now=LATER, lease=LEASE)


def test_reap_plans_again_what_was_never_attempted() -> None:
    claim_of(1)

    assert reap() == {OutboxState.PLANNED: 1}

    row = only()
    assert (row.state, row.claim_token, row.claimed_at, row.send_after) == ("planned", None, None, NOW)
    assert hold_of(row) == (HELD_BEFORE, None, None)


def test_reap_shows_what_was_attempted_as_unknown() -> None:
    token = claim_of(1, attempt_started_at=NOW, attempts=1)

    assert reap() == {OutboxState.UNKNOWN: 1}

    row = only()
    assert (row.state, row.attempts, row.claim_token) == ("unknown", 1, token)
    assert row.last_error == "The worker stopped before it could write down what became of this."
    assert hold_of(row) == (HELD_UNTIL, HELD_BEFORE, token)


def test_reap_waits_for_the_lease_and_settles_several_claims() -> None:
    claim_of(2, attempt_started_at=NOW, attempts=1)
    claim_of(2)
    claim_of(1, claimed_at=NOW + timedelta(seconds=2))

    assert reap() == {"unknown": 2, "planned": 2}
    assert states() == ["unknown", "unknown", "planned", "planned", "claimed"]
    assert reap() == {}


def test_reap_goes_on_past_one_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailroom.domain.delivery.reaping._SLICE", 2)
    claim_of(5)

    assert reap() == {"planned": 5}


def test_reaped_rows_are_not_sent_by_their_slow_worker() -> None:
    token, transport = claim_of(1), Told()
    reap()

    delivery.hand_over(mailbag=InvitationMailbag(), token=token, transport=transport, clock=lambda: LATER)

    assert transport.sent == []

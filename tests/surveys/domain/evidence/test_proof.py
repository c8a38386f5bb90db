"""What a provider’s event proves of a hand-over that nobody knew the end of."""

from __future__ import annotations

import pytest

from mailroom import tokens
from mailroom.enums import EventKind, OutboxState
from surveys.domain import evidence
from surveys.models import Invitation
from tests.mailroom.claims import HELD_BEFORE, HELD_UNTIL, claim_of, hold_of, only
from tests.mailroom.providers import AT, call, called, postmark, sendgrid
from tests.moments import NOW
from tests.surveys.domain.evidence.events import HOUR, MAYA, mailed, process, told

pytestmark = pytest.mark.django_db


def test_evidence_settles_an_unknown_hand_over_and_takes_the_hold_from_its_attempt() -> None:
    """The mark in the mail finds the row although nobody learned the provider's name for it."""
    claim_of(1, state=OutboxState.UNKNOWN, attempt_started_at=NOW, attempts=1)
    row = only()
    call(
        "postmark",
        postmark(
            "Delivery",
            recipient=MAYA,
            message_id="unheard-of",
            Metadata={"closeloop": tokens.mark(f"i{row.pk}")},
        ),
    )

    process()

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.delivered_at) == (OutboxState.SENT, NOW, AT)
    assert hold_of(row)[0] == HELD_UNTIL


def test_a_message_id_of_ours_settles_an_unknown_hand_over_by_smtp() -> None:
    claim_of(1, state=OutboxState.UNKNOWN, attempt_started_at=NOW, attempts=1)
    row = only()
    message_id = f"<{tokens.mark(f'i{row.pk}')}@northwind.example>"
    call("sendgrid", [sendgrid("processed", recipient=MAYA, event_id="e", **called(message_id))])

    process()

    row.refresh_from_db()
    assert row.state == OutboxState.SENT


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.PLANNED])
def test_evidence_overrules_a_refusal_and_takes_the_hold_again(state: OutboxState) -> None:
    row = mailed(state=state, sent_at=None)
    told(EventKind.DELIVERED)

    process()

    row.refresh_from_db()
    assert (row.state, row.sent_at) == (OutboxState.SENT, NOW)
    assert hold_of(row)[0] == HELD_UNTIL


def test_a_refusal_by_the_provider_settles_an_unknown_hand_over_and_gives_the_hold_back() -> None:
    claim_of(1, state=OutboxState.UNKNOWN, attempt_started_at=NOW, attempts=1, provider_message_id="m-1")
    row = only()
    told(EventKind.REJECTED, payload={"said": "Sender not verified"})

    process()

    row.refresh_from_db()
    assert (row.state, row.last_error, row.bounced_at) == (OutboxState.FAILED, "Sender not verified", None)
    assert hold_of(row) == (HELD_BEFORE, None, None)


def test_an_event_may_be_quicker_than_the_worker_that_writes_the_outcome_down() -> None:
    claim_of(1, attempt_started_at=NOW, attempts=1)
    row = only()
    told(EventKind.DELIVERED, name=f"i{row.pk}")
    process()
    row.refresh_from_db()
    assert (row.state, row.delivered_at) == (OutboxState.CLAIMED, AT)

    # The worker died; the reaper could not know.
    Invitation.objects.update(state=OutboxState.UNKNOWN)
    assert evidence.prove_known(now=AT + HOUR) == 1
    assert evidence.prove_known(now=AT + HOUR) == 0

    row.refresh_from_db()
    assert (row.state, row.sent_at) == (OutboxState.SENT, NOW)

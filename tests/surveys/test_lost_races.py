"""Races that are lost on purpose: one transaction stays open until the other one waits for it."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from customers.domain import intake
from customers.enums import Source
from customers.models import Contact
from mailroom.domain import delivery
from mailroom.enums import OutboxState
from responses.domain import recording
from surveys.domain import claiming, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Invitation
from tests.factories.customers import ContactFactory
from tests.factories.surveys import InvitationFactory
from tests.mailroom.claims import Told, claim_of
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)

LATE = NOW + timedelta(hours=1)


def meanwhile(open_end: Callable[[], object], other: Callable[[], Any]) -> Any:
    """Begin `other` while the transaction of `open_end` is not committed; what `other` gives."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(other())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        open_end()
        thread.start()
        # Long enough for the other one to meet the lock.
        time.sleep(0.7)
    thread.join(20)
    assert results, "the other one came to no end"
    return results[0]


def test_a_worker_that_comes_too_late_sends_nothing(program: Program) -> None:
    """The reaper gives the row back at the moment in which its slow worker begins the attempt."""
    token, transport = claim_of(1), Told()

    def hand_over() -> Any:
        return delivery.hand_over(
            mailbag=InvitationMailbag(), token=token, transport=transport, clock=lambda: LATE
        )

    tally = meanwhile(lambda: posting.reap(now=LATE), hand_over)

    row = Invitation.objects.get()
    assert (transport.sent, tally) == ([], {})
    assert (row.state, row.attempts, row.attempt_started_at) == (OutboxState.PLANNED, 0, None)


def test_a_claim_asks_at_the_address_that_it_holds(program: Program) -> None:
    """The address changes to one that was asked last week while the claim waits for the contact."""
    asked = ContactFactory.create(address="new@people.example", next_survey_at=NOW + timedelta(days=170))
    row = InvitationFactory.create()
    facts = {"external_id": row.customer.external_id, "email": "new@people.example"}

    meanwhile(lambda: intake.upsert(facts=facts, source=Source.API, now=NOW), lambda: claiming.claim(now=NOW))

    row.refresh_from_db()
    asked.refresh_from_db()
    assert row.state != OutboxState.CLAIMED
    assert asked.next_survey_at == NOW + timedelta(days=170)
    assert not Contact.objects.exclude(hold_token=None).exists()


def test_a_claim_holds_nobody_whose_row_was_cancelled_meanwhile(program: Program) -> None:
    """I10: a hold without a row of its own would keep somebody quiet for nothing."""
    row = InvitationFactory.create()

    meanwhile(
        lambda: Invitation.objects.update(state=OutboxState.CANCELLED, reason="erased"),
        lambda: claiming.claim(now=NOW),
    )

    row.refresh_from_db()
    assert row.state == OutboxState.CANCELLED
    assert Contact.objects.get().next_survey_at is None


def test_an_answer_and_a_claim_of_its_row_do_not_lock_each_other_out(program: Program) -> None:
    """Refused for now, to be tried again, and answered at the moment of the second claim."""
    row = InvitationFactory.create(attempts=1)

    def record() -> None:
        recording.record(
            invitation=row, score=3, reason="", contact_me=False, language="en", started_at=NOW, now=NOW
        )

    def first_half() -> None:
        Invitation.objects.select_for_update().get(pk=row.pk)

    def answer_slowly() -> None:
        first_half()
        time.sleep(0.5)
        record()

    claim = meanwhile(answer_slowly, lambda: claiming.claim(now=NOW))

    row.refresh_from_db()
    assert (row.state, claim.claimed) == (OutboxState.SENT, 0)

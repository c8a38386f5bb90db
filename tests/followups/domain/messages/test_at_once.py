"""Many at once: no message is claimed, written or handed over twice."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from followups.domain import messages
from followups.domain.messages import claiming, posting
from followups.enums import MessageKind
from followups.models import Message
from mailroom.enums import OutboxState
from tests.factories.customers import CustomerFactory
from tests.factories.messages import MessageFactory
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMERS, ROWS = 8, 60


def claim_until_nothing_is_due() -> list[uuid.UUID]:
    tokens = []
    while (taken := claiming.claim(now=NOW, limit=5)).examined:
        tokens.append(taken.token)
    return tokens


def test_eight_claimers_take_each_message_once(program: Program) -> None:
    """I2: each row has one claim, and all are claimed."""
    MessageFactory.create_batch(ROWS)

    tokens = [token for taken in side_by_side(claim_until_nothing_is_due, CLAIMERS) for token in taken]

    held = Counter(Message.objects.values_list("claim_token", flat=True))
    assert set(Message.objects.values_list("state", flat=True)) == {OutboxState.CLAIMED}
    assert sum(held.values()) == ROWS
    assert set(held) <= set(tokens)


def test_eight_senders_send_each_message_once(program: Program) -> None:
    MessageFactory.create_batch(ROWS)

    side_by_side(lambda: posting.deliver(clock=lambda: NOW, limit=5), CLAIMERS)

    assert set(Message.objects.values_list("state", flat=True)) == {OutboxState.SENT}
    received = Counter(message.to[0] for message in mail.outbox)
    assert (len(received), set(received.values())) == (ROWS, {1})


def test_one_form_sent_eight_times_is_one_message(program: Program) -> None:
    customer, nonce = CustomerFactory.create(), uuid.uuid4()

    def write() -> int:
        return messages.write(
            customer=customer,
            subject="Hello",
            body="You",
            kind=MessageKind.PERSONAL,
            author=None,
            nonce=nonce,
            now=NOW,
        ).pk

    assert set(side_by_side(write, CLAIMERS)) == {Message.objects.get().pk}


def test_a_withdrawal_and_a_claim_never_both_have_it(program: Program) -> None:
    rows = MessageFactory.create_batch(20)

    def either() -> int:
        taken = claiming.claim(now=NOW, limit=3).claimed
        for row in rows:
            try:
                messages.withdraw(message=row, actor=None, now=NOW)
            except messages.TooLate:
                continue
            taken += 1
        return taken

    assert sum(side_by_side(either, 4)) == len(rows)

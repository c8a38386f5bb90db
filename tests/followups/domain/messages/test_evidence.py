"""What mail providers tell of messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact, Customer
from followups.domain import telling
from followups.domain.messages import evidence, mailnames
from mailroom.domain.events import processing
from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.models import ProviderEvent
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]

AT = NOW + timedelta(minutes=3)


def told(kind: EventKind, row: Message, **more: Any) -> ProviderEvent:
    event = ProviderEvent.objects.create(
        esp="Test",
        key=f"{kind}-{more.get('message_id', 'mark')}",
        kind=kind,
        occurred_at=AT,
        received_at=AT,
        **{
            "payload": {"row": mailnames.name_of(row.pk)},
            "recipient_hash": Contact.objects.get(messages=row).address_hash,
            **more,
        },
    )
    processing.process(clock=lambda: AT, budget=timedelta(hours=1))
    event.refresh_from_db()
    row.refresh_from_db()
    return event


def sent(**facts: Any) -> Message:
    columns = {"state": OutboxState.SENT, "sent_at": NOW, "attempt_started_at": NOW, "attempts": 1}
    return MessageFactory.create(**{**columns, **facts})


@pytest.mark.parametrize(
    ("kind", "blocked", "line"),
    [
        (EventKind.BOUNCED, "bounced", "“About your answer” came back: the address does not take mails"),
        (
            EventKind.COMPLAINED,
            "complained",
            "The customer marked “About your answer” as spam: nothing more may be sent there",
        ),
    ],
)
def test_a_bounce_or_complaint_is_a_fact_and_blocks_the_address(
    kind: EventKind, blocked: str, line: str
) -> None:
    followup = FollowUpFactory.create()
    row = sent(followup=followup, customer=followup.customer)

    event = told(kind, row)

    assert event.state == EventState.DONE
    assert (row.bounced_at or row.complained_at) == AT
    assert Contact.objects.get(messages=row).blocked_reason == blocked
    assert [telling.headline(one) for one in followup.activities.filter(kind="message")] == [line]


def test_the_providers_own_name_finds_it_too() -> None:
    row = sent(provider_message_id="<abc@mail.example>")

    told(EventKind.OPENED, row, payload={}, message_id="abc@mail.example")

    assert row.opened_at == AT


def test_an_event_without_a_name_is_the_only_mails_of_the_time() -> None:
    row = sent()
    told(EventKind.DELIVERED, row, payload={})
    assert row.delivered_at == AT

    other = sent(customer=SentInvitationFactory.create(attempt_started_at=NOW).customer)
    told(EventKind.OPENED, other, payload={})
    assert other.opened_at is None


def test_another_rooms_mail_is_not_ours() -> None:
    row = sent()

    event = told(EventKind.BOUNCED, row, payload={"row": "x12"})

    assert (event.state, row.bounced_at) == (EventState.IGNORED, None)


@pytest.mark.parametrize(
    ("kind", "state"), [(EventKind.DELIVERED, OutboxState.SENT), (EventKind.REJECTED, OutboxState.FAILED)]
)
def test_proof_settles_what_nobody_knew(kind: EventKind, state: OutboxState) -> None:
    row = sent(state=OutboxState.UNKNOWN, sent_at=None)

    told(kind, row)

    assert row.state == state


def test_a_refusal_after_it_was_taken_is_a_bounce() -> None:
    row = sent()

    told(EventKind.FAILED, row)

    assert (row.state, row.bounced_at) == (OutboxState.SENT, AT)


def test_proof_that_came_too_early_settles_later() -> None:
    row = sent(state=OutboxState.UNKNOWN, sent_at=None, delivered_at=AT)

    assert evidence.prove_known(now=AT) == 1
    assert evidence.prove_known(now=AT) == 0
    row.refresh_from_db()
    assert row.state == OutboxState.SENT


@pytest.mark.parametrize(("name", "found"), [("m12", 12), ("i12", None), ("m0", None), ("m1-1", None)])
def test_names_of_messages(name: str, found: int | None) -> None:
    assert mailnames.read(name) == found


@pytest.mark.parametrize(("kind", "follows"), [(EventKind.COMPLAINED, True), (EventKind.BOUNCED, False)])
def test_what_a_person_said_holds_at_their_new_address(kind: EventKind, follows: bool) -> None:
    row = sent()
    newer = CustomerFactory.create()
    row.customer.contact, newer.contact = newer.contact, None
    newer.email, newer.canonical_email = "", None
    newer.save()
    row.customer.save()

    told(kind, row)

    assert Contact.objects.get(messages=row).blocked_reason == kind.value
    assert bool(Contact.objects.get(customers=row.customer).blocked_reason) == follows


def test_whoever_was_asked_at_the_address_refuses_with_it_where_they_are_now() -> None:
    row = sent()
    moved = SentInvitationFactory.create(contact=row.contact).customer
    Customer.objects.filter(pk=row.customer_id).update(contact=None, email="", canonical_email=None)

    told(EventKind.COMPLAINED, row)

    assert moved.contact_id != row.contact_id
    assert Contact.objects.get(customers=moved).blocked_reason == "complained"

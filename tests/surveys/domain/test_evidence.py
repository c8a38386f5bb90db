"""What providers' events prove of our mails: through their webhooks, the inbox and the task."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers.models import Contact
from mailroom import tokens
from mailroom.domain.events import processing
from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.models import ProviderEvent
from mailroom.signals import event_read
from surveys.domain import evidence
from surveys.models import Invitation, Reminder
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.mailroom import providers
from tests.mailroom.claims import HELD_BEFORE, HELD_UNTIL, claim_of, hold_of, only
from tests.mailroom.providers import AT, amazon_ses, call, called, mailgun, postmark, sendgrid
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from team.models import Program

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAYA = "maya@customers.example"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


@pytest.fixture(autouse=True)
def configured(settings: Settings, program: Program) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": providers.SECRET, "MAILGUN_API_KEY": providers.MAILGUN_KEY}


def process() -> int:
    return processing.process(clock=lambda: AT + HOUR, budget=HOUR)


def mailed(*, address: str = MAYA, **columns: Any) -> Invitation:
    """An invitation that left three minutes before the events; the provider calls it m-1."""
    contact = ContactFactory.create(address=address)
    customer = CustomerFactory.create(email=address, contact=contact)
    facts = {
        "state": OutboxState.SENT,
        "sent_at": NOW,
        "attempt_started_at": NOW,
        "attempts": 1,
        "provider_message_id": "m-1",
        **columns,
    }
    return InvitationFactory.create(customer=customer, contact=contact, **facts)


def told(kind: EventKind, *, name: str = "", at: datetime = AT, key: str = "", **more: Any) -> ProviderEvent:
    """An event in the inbox about m-1, or about the row of this name."""
    payload = {"row": name, "reject_reason": "", "said": "", **more.pop("payload", {})}
    return ProviderEvent.objects.create(
        esp="Test",
        key=key or f"{kind}{at.isoformat()}{name}",
        kind=kind,
        message_id=more.pop("message_id", "" if name else "m-1"),
        recipient_hash=more.pop("recipient_hash", ContactFactory.create(address=MAYA).address_hash),
        occurred_at=at,
        received_at=at,
        payload=payload,
        **more,
    )


def facts_of(row: Invitation | Reminder) -> dict[str, datetime | None]:
    row.refresh_from_db()
    return {column: at for column in evidence.FACTS.values() if (at := getattr(row, column)) is not None}


def block_of(row: Invitation) -> str:
    contact = row.contact
    assert contact
    contact.refresh_from_db()
    return contact.blocked_reason


def test_facts_of_a_mail_are_written_down_and_nothing_of_the_event_is_kept() -> None:
    """G62: delivered, opened, clicked, each with its instant."""
    row = mailed()
    call("postmark", postmark("Delivery", recipient=MAYA, message_id="m-1"))
    call("postmark", postmark("Open", recipient=MAYA, message_id="m-1", at=AT + HOUR))
    call("postmark", postmark("Click", recipient=MAYA, message_id="m-1", at=AT + HOUR, OriginalLink="x"))

    assert process() == 3

    assert facts_of(row) == {"delivered_at": AT, "opened_at": AT + HOUR, "clicked_at": AT + HOUR}
    assert block_of(row) == ""
    events = ProviderEvent.objects.values_list("state", "processed_at", "payload")
    assert list(events) == [(EventState.DONE, AT + HOUR, {})] * 3
    assert process() == 0


def test_a_fact_keeps_its_earliest_instant() -> None:
    row = mailed()
    for at in (AT + HOUR / 2, AT, AT + HOUR):
        told(EventKind.OPENED, at=at)

    process()

    assert facts_of(row) == {"opened_at": AT}


@pytest.mark.parametrize("provider", ["sendgrid", "mailgun", "postmark", "amazon_ses"])
def test_a_hard_bounce_blocks_the_address(provider: str) -> None:
    """G62: bounced, as each of four providers says it."""
    row = mailed()
    headers = None
    body: Any
    match provider:
        case "sendgrid":
            more: dict[str, Any] = {
                "anymail_id": "m-1",
                "status": "5.1.1",
                "reason": "550 no such user",
                "type": "bounce",
            }
            body = [sendgrid("bounce", recipient=MAYA, event_id="e1", **more)]
        case "mailgun":
            Invitation.objects.update(provider_message_id="<m-1@mg.example>")
            body = mailgun(
                "failed",
                recipient=MAYA,
                token="t1",
                message_id="m-1@mg.example",
                severity="permanent",
                reason="bounce",
            )
        case "postmark":
            body = postmark("Bounce", recipient=MAYA, message_id="m-1", ID=42, Type="HardBounce")
        case _:
            body, headers = amazon_ses(
                "Bounce",
                recipient=MAYA,
                message_id="m-1",
                sns_id="s",
                bounceType="Permanent",
                bounceSubType="General",
                bouncedRecipients=[{"emailAddress": MAYA}],
            )
    assert call(provider, body, headers=headers).status_code == 200

    process()

    assert facts_of(row) == {"bounced_at": AT}
    assert block_of(row) == "bounced"
    entry = AuditEntry.objects.get(action="contact.blocked")
    assert (entry.actor, entry.changes["blocked_reason"]) == (None, ["", "bounced"])
    assert entry.changes["source"].startswith("mail provider (")


def test_a_bounce_gives_no_hold_back() -> None:
    row = mailed()
    Contact.objects.filter(pk=row.contact_id or 0).update(next_survey_at=HELD_UNTIL, last_asked_at=NOW)
    told(EventKind.BOUNCED)

    process()

    assert (hold_of(row)[0], row.state) == (HELD_UNTIL, OutboxState.SENT)


def test_a_complaint_blocks_for_good_and_an_unsubscription_until_taken_back() -> None:
    row, other = mailed(), mailed(address="omar@customers.example", provider_message_id="m-2")
    body = postmark("SpamComplaint", recipient=MAYA, message_id="m-1", ID=1, Type="SpamComplaint")
    call("postmark", body)
    call(
        "sendgrid",
        [sendgrid("unsubscribe", recipient="omar@customers.example", event_id="e", anymail_id="m-2")],
    )

    process()

    assert facts_of(row) == {"complained_at": AT}
    assert (block_of(row), block_of(other)) == ("complained", "unsubscribed")


def test_soft_bounces_block_after_five_in_thirty_days() -> None:
    row = mailed()
    for day in (0, 7, 14, 21):
        told(EventKind.BOUNCED, at=AT - DAY * day, is_permanent=False)
    process()
    assert block_of(row) == ""

    told(EventKind.BOUNCED, at=AT - DAY * 30, is_permanent=False)
    process()

    assert block_of(row) == "bounced"


def test_five_soft_bounces_over_a_longer_time_block_nobody() -> None:
    row = mailed()
    for day in (0, 8, 16, 24, 31, 40):
        told(EventKind.BOUNCED, at=AT - DAY * day, is_permanent=False)

    process()

    assert block_of(row) == ""


def test_soft_bounces_of_mails_that_are_not_ours_do_not_count() -> None:
    row = mailed()
    for day in range(1, 5):
        told(EventKind.BOUNCED, at=AT - DAY * day, is_permanent=False, message_id=f"invoice-{day}")
    told(EventKind.BOUNCED, is_permanent=False)

    process()

    assert block_of(row) == ""
    assert ProviderEvent.objects.filter(state=EventState.IGNORED).count() == 4


def test_another_mail_to_the_same_address_is_none_of_ours() -> None:
    """A company's invoices go through the same provider."""
    row = mailed()
    call("postmark", postmark("Bounce", recipient=MAYA, message_id="invoice", ID=1, Type="HardBounce"))

    process()

    assert (facts_of(row), block_of(row)) == ({}, "")
    assert ProviderEvent.objects.get().state == EventState.IGNORED


def test_an_event_that_names_no_mail_is_matched_by_address_and_time() -> None:
    row = mailed()
    told(EventKind.DELIVERED, message_id="")
    process()
    assert facts_of(row) == {"delivered_at": AT}


def test_an_event_that_may_be_about_two_mails_is_about_none() -> None:
    row = mailed()
    again = InvitationFactory.create(
        customer=row.customer,
        contact=row.contact,
        state=OutboxState.SENT,
        sent_at=NOW - DAY,
        attempt_started_at=NOW - DAY,
    )
    told(EventKind.DELIVERED, message_id="")
    told(EventKind.DELIVERED, message_id="", recipient_hash="", key="nobody")

    process()

    assert (facts_of(row), facts_of(again)) == ({}, {})


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


@pytest.mark.parametrize(
    ("reason", "block"),
    [("bounced", "bounced"), ("invalid", "bounced"), ("spam", "complained"), ("unsubscribed", "unsubscribed"),
     ("blocked", ""), ("", "")],
)  # fmt: skip
def test_what_the_provider_dropped_later_did_not_arrive(reason: str, block: str) -> None:
    """Its own list of addresses knows what ours has not learned yet."""
    row = mailed()
    told(EventKind.REJECTED, payload={"reject_reason": reason})

    process()

    assert facts_of(row) == {"bounced_at": AT}
    assert (row.state, block_of(row)) == (OutboxState.SENT, block)


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


def test_a_reminder_has_facts_of_its_own_and_the_same_address() -> None:
    invitation = mailed()
    reminder = Reminder.objects.create(
        invitation=invitation,
        number=1,
        state=OutboxState.UNKNOWN,
        send_after=NOW,
        attempt_started_at=NOW,
        attempts=1,
    )
    told(EventKind.BOUNCED, name=f"i{invitation.pk}-1")

    process()

    assert (facts_of(reminder), facts_of(invitation)) == ({"bounced_at": AT}, {})
    assert (reminder.state, block_of(invitation)) == (OutboxState.SENT, "bounced")


@pytest.mark.parametrize("name", ["i0", "i987654321", "i1-3", "f17", "i99999999999999999999999"])
def test_a_mark_of_no_row_is_ignored(name: str) -> None:
    mailed()
    told(EventKind.DELIVERED, name=name)

    assert process() == 1
    assert ProviderEvent.objects.get().state == EventState.IGNORED


def test_an_event_that_fails_keeps_no_other_waiting_and_is_given_up_after_five_tries() -> None:
    row = mailed()
    bad = told(EventKind.OPENED)
    good = told(EventKind.DELIVERED)

    def explode(*, event: ProviderEvent, **kwargs: Any) -> None:
        if event.pk == bad.pk:
            raise RuntimeError("planted")

    event_read.connect(explode)
    try:
        for _ in range(6):
            process()
    finally:
        event_read.disconnect(explode)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == (EventState.FAILED, 5, EventState.DONE)
    assert "planted" in bad.error
    assert facts_of(row) == {"delivered_at": AT}


class AnyOrder(TestCase):
    """Late, twice and in any order: the rows end the same."""

    @settings(max_examples=40, deadline=None)
    @given(
        events=st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        EventKind.SENT,
                        EventKind.DELIVERED,
                        EventKind.OPENED,
                        EventKind.BOUNCED,
                        EventKind.COMPLAINED,
                        EventKind.UNSUBSCRIBED,
                        EventKind.DEFERRED,
                    ]
                ),
                st.integers(0, 50),
                st.booleans(),
            ),
            max_size=9,
        ),
        order=st.randoms(use_true_random=False),
        state=st.sampled_from([OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.FAILED]),
    )
    def test_the_order_of_events_does_not_matter(
        self, events: list[tuple[EventKind, int, bool]], order: Any, state: OutboxState
    ) -> None:
        shuffled = [*events, *events[:2]]
        order.shuffle(shuffled)
        ends = []
        for number, sequence in enumerate((events, shuffled)):
            row = mailed(
                address=f"maya{number}@customers.example",
                state=state,
                sent_at=NOW if state == OutboxState.SENT else None,
                provider_message_id=f"m-{number}",
            )
            assert row.contact
            keys = itertools.count()
            for kind, day, permanent in sequence:
                told(
                    kind,
                    at=AT + DAY * day,
                    key=f"{number}-{next(keys)}",
                    message_id=f"m-{number}",
                    recipient_hash=row.contact.address_hash,
                    is_permanent=permanent or kind != EventKind.BOUNCED,
                )
            process()
            ends.append((facts_of(row), row.state, row.sent_at, block_of(row), hold_of(row)[0]))

        # A copy of a soft bounce under another key may tip the count; providers' copies share their key.
        if not any(kind == EventKind.BOUNCED and not permanent for kind, _, permanent in events):
            assert ends[0] == ends[1]
        assert ends[0][:3] == ends[1][:3]


def test_a_campaign_that_bounces_is_paused_after_the_event(django_capture_on_commit_callbacks: Any) -> None:
    campaign = CampaignFactory.create()
    for number in range(120):
        mailed(
            address=f"c{number}@customers.example",
            campaign=campaign,
            provider_message_id=f"m-{number}",
            bounced_at=NOW if number < 6 else None,
        )
    told(EventKind.BOUNCED, message_id="m-50")

    with django_capture_on_commit_callbacks(execute=True):
        process()

    campaign.refresh_from_db()
    assert (campaign.state, campaign.paused_reason) == (
        "paused",
        "7 of the last 120 mails bounced: more than 5%.",
    )

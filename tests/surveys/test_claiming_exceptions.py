"""A shorter quiet period at claim: honored exactly, and part of the swap itself (holding.py)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact
from mailroom.domain import delivery, transports
from mailroom.enums import OutboxState
from surveys.domain import claiming, exceptions, holding, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import QuietRule
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    QuietExceptionFactory,
    SentInvitationFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from surveys.models import Campaign, Invitation
    from team.models import Program

pytestmark = pytest.mark.django_db

# NOW is 10 March, 10:00 in Berlin. Asked on 10 December, three months are over as this day begins.
ON_THE_BOUNDARY = datetime(2025, 12, 10, 15, tzinfo=UTC)
A_DAY_LATER = datetime(2025, 12, 11, 9, tzinfo=UTC)
HALF_A_YEAR_ON = datetime(2026, 9, 9, 22, tzinfo=UTC)


def asked(at: datetime | None, *, held_until: datetime, **facts: Any) -> Customer:
    contact = ContactFactory.create(last_asked_at=at, next_survey_at=held_until, **facts)
    return CustomerFactory.create(contact=contact)


def lenient(**facts: Any) -> Campaign:
    campaign: Campaign = CampaignFactory.create(**facts)
    QuietExceptionFactory.create(campaign=campaign, months=3)
    return campaign


def state_of(row: Invitation) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def test_claim_asks_again_after_the_months_that_were_granted(program: Program) -> None:
    """T45 G61: three months instead of six, boundary day included, for this campaign alone."""
    until = NOW + timedelta(days=90)
    campaign = lenient()
    free = InvitationFactory.create(campaign=campaign, customer=asked(ON_THE_BOUNDARY, held_until=until))
    early = InvitationFactory.create(campaign=campaign, customer=asked(A_DAY_LATER, held_until=until))
    other = InvitationFactory.create(customer=asked(ON_THE_BOUNDARY, held_until=until))

    claiming.claim(now=NOW)

    assert [state_of(row) for row in (free, early, other)] == [
        ("claimed", ""),
        ("skipped", "quiet_period"),
        ("skipped", "quiet_period"),
    ]
    contact = Contact.objects.get(customers=free.customer)
    assert (contact.next_survey_at, contact.hold_before, contact.hold_token) == (
        HALF_A_YEAR_ON,
        until,
        free.claim_token,
    )


def test_claim_honors_an_exception_of_one_contact(program: Program) -> None:
    """T45: for a person, whatever campaign wants them."""
    customer = asked(ON_THE_BOUNDARY, held_until=NOW + timedelta(days=90))
    QuietExceptionFactory.create(contact=customer.contact, months=3)

    row = InvitationFactory.create(customer=customer)

    assert claiming.claim(now=NOW).claimed == 1
    assert state_of(row) == ("claimed", "")


@pytest.mark.parametrize(
    "facts",
    [{"until": NOW}, {"withdrawn_at": NOW - timedelta(minutes=1)}, {"granted_at": NOW + timedelta(days=1)}],
    ids=["over", "withdrawn", "not yet"],
)
def test_claim_knows_an_exception_only_while_it_is_in_force(program: Program, facts: dict[str, Any]) -> None:
    campaign = CampaignFactory.create()
    QuietExceptionFactory.create(campaign=campaign, **facts)
    customer = asked(ON_THE_BOUNDARY, held_until=NOW + timedelta(days=90))

    row = InvitationFactory.create(campaign=campaign, customer=customer)
    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "quiet_period")


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (OutboxState.UNKNOWN, {"attempt_started_at": A_DAY_LATER}),
        (OutboxState.SENT, {"sent_at": A_DAY_LATER, "attempt_started_at": A_DAY_LATER}),
        (OutboxState.CLAIMED, {"claimed_at": NOW, "claim_token": uuid.uuid4()}),
    ],
)
@pytest.mark.parametrize("address", ["same", "earlier"])
def test_an_exception_does_not_excuse_a_mail_that_may_have_arrived_since(
    program: Program, state: OutboxState, facts: dict[str, Any], address: str
) -> None:
    """G61: what `last_asked_at` does not say: mails on their way, of unknown end, to an earlier address."""
    customer = asked(ON_THE_BOUNDARY, held_until=NOW + timedelta(days=90))
    contact = customer.contact if address == "same" else ContactFactory.create()
    SentInvitationFactory.create(
        customer=customer, contact=contact, **{"sent_at": None, **facts, "state": state}
    )

    row = InvitationFactory.create(campaign=lenient(), customer=customer)
    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "quiet_period")


def test_an_exception_frees_nobody_who_is_held_for_a_reason_that_nobody_knows(program: Program) -> None:
    """A hold without a date of asking came from elsewhere: it is not ours to shorten."""
    row = InvitationFactory.create(
        campaign=lenient(), customer=asked(None, held_until=NOW + timedelta(days=90))
    )

    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "quiet_period")


def test_an_exception_does_not_touch_a_persons_own_pause(program: Program) -> None:
    customer = asked(
        ON_THE_BOUNDARY, held_until=NOW + timedelta(days=90), paused_until=NOW + timedelta(days=30)
    )

    row = InvitationFactory.create(campaign=lenient(), customer=customer)
    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "paused")


def test_a_waiting_campaign_waits_for_the_shorter_period(program: Program) -> None:
    """T45: three months from 11 December end as 11 March begins."""
    campaign = lenient(quiet_rule=QuietRule.WAIT)
    row = InvitationFactory.create(
        campaign=campaign, customer=asked(A_DAY_LATER, held_until=NOW + timedelta(days=90))
    )

    claiming.claim(now=NOW)

    assert state_of(row) == ("planned", "quiet_period")
    assert row.send_after == datetime(2026, 3, 10, 23, tzinfo=UTC)


def test_no_quiet_months_at_all_still_ask_once_in_a_moment(program: Program) -> None:
    """Two campaigns without a quiet period want the same person: one mail now, the other later."""
    customer = CustomerFactory.create()
    rows = []
    for priority in (90, 10):
        campaign = CampaignFactory.create(priority=priority, quiet_rule=QuietRule.WAIT)
        QuietExceptionFactory.create(campaign=campaign, months=0)
        rows.append(InvitationFactory.create(campaign=campaign, customer=customer))

    claiming.claim(now=NOW)
    claiming.claim(now=NOW + timedelta(minutes=5))

    assert [state_of(row) for row in rows] == [("claimed", ""), ("planned", "quiet_period")]


def test_a_hold_that_reaches_further_stays(program: Program) -> None:
    """Holds only move on: also where the program's months were fewer by now, or an import knew better."""
    far = NOW + timedelta(days=400)
    row = InvitationFactory.create(campaign=lenient(), customer=asked(ON_THE_BOUNDARY, held_until=far))

    claiming.claim(now=NOW)

    contact = Contact.objects.get(customers=row.customer)
    assert (contact.next_survey_at, contact.hold_before) == (far, far)


def test_a_proven_refusal_gives_the_earlier_hold_back(program: Program) -> None:
    """G61: the hold of the mail before is the contact's again."""
    until = NOW + timedelta(days=90)
    row = InvitationFactory.create(campaign=lenient(), customer=asked(ON_THE_BOUNDARY, held_until=until))
    claiming.claim(now=NOW)
    row.refresh_from_db()

    holding.give_back([row])

    contact = Contact.objects.get(customers=row.customer)
    assert (contact.next_survey_at, contact.hold_before, contact.hold_token) == (until, None, None)


def test_the_swap_itself_refuses_who_was_asked_meanwhile(program: Program) -> None:
    """G61: whatever was judged before, the guard is in the UPDATE."""
    customer = asked(A_DAY_LATER, held_until=NOW + timedelta(days=90))
    assert customer.contact_id is not None
    terms = exceptions.Terms(usual=6, months=3)

    mine = holding.take(
        contact_ids=[customer.contact_id], token=uuid.uuid4(), program=program, terms=terms, now=NOW
    )

    assert mine == set()
    assert Contact.objects.get(pk=customer.contact_id).hold_token is None


def test_proof_that_turns_up_after_the_claim_keeps_the_second_mail_back(program: Program) -> None:
    """G61: of a contact with a longer hold, too: a mail two months old turns out to have arrived."""
    lately, far = NOW - timedelta(days=60), NOW + timedelta(days=400)
    customer = asked(ON_THE_BOUNDARY, held_until=far)
    doubted = SentInvitationFactory.create(
        customer=customer, state=OutboxState.FAILED, sent_at=None, attempt_started_at=lately
    )
    row = InvitationFactory.create(campaign=lenient(), customer=customer)
    claim = claiming.claim(now=NOW)

    delivery.prove_sent(mailbag=InvitationMailbag(), row=doubted, now=NOW)
    with transports.open_transport() as transport:
        delivery.hand_over(
            mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: NOW
        )
    posting.deliver(clock=lambda: NOW)

    assert state_of(row) == ("skipped", "quiet_period")


def test_old_news_keeps_no_ordinary_claim_back(program: Program) -> None:
    """A mail of eight months ago turns out to have arrived: that quiet period is long over."""
    customer = asked(NOW - timedelta(days=220), held_until=NOW - timedelta(days=30))
    doubted = SentInvitationFactory.create(
        customer=customer,
        state=OutboxState.FAILED,
        sent_at=None,
        attempt_started_at=NOW - timedelta(days=250),
    )
    row = InvitationFactory.create(customer=customer)
    claim = claiming.claim(now=NOW)

    delivery.prove_sent(mailbag=InvitationMailbag(), row=doubted, now=NOW)
    with transports.open_transport() as transport:
        delivery.hand_over(
            mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: NOW
        )

    assert state_of(row) == ("sent", "")

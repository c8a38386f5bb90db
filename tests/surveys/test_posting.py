"""From a due row to a mail, a hold and a date (posting.py, mailbag.py), against real SMTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from customers.enums import BlockReason
from customers.models import Contact
from mailroom.domain import delivery, transports
from mailroom.enums import OutboxState
from surveys.domain import claiming, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Invitation
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.mailroom.smtp_servers import Mailroom, serving
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

HALF_A_YEAR_ON = datetime(2026, 9, 9, 22, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def clock() -> datetime:
    return NOW


def contact_of(row: Invitation) -> tuple[Any, ...]:
    contact = Contact.objects.get(customers=row.customer)
    return contact.last_asked_at, contact.next_survey_at, contact.hold_token, contact.hold_before


def through_smtp(settings: Any, handler: Mailroom) -> posting.Delivered:
    with serving(handler) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        return posting.deliver(clock=clock)


def test_deliver_sends_due_rows_and_makes_the_hold_final(program: Program, settings: Any) -> None:
    """G61 G62 G63: sent at, last surveyed, and free again six calendar months on."""
    row = InvitationFactory.create(customer=CustomerFactory.create(name="Ada", email="ada@example.org"))
    handler = Mailroom()

    done = through_smtp(settings, handler)

    assert (done.examined, done.states, done.sentence()) == (1, {"sent": 1}, "1 sent")
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.attempts) == ("sent", NOW, 1)
    assert row.provider_message_id
    assert contact_of(row) == (NOW, HALF_A_YEAR_ON, None, None)
    ((sender, recipients, content),) = handler.mails
    assert (sender, recipients) == ("survey@northwind.example", ["ada@example.org"])
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in content


def test_deliver_goes_on_until_nothing_is_due_on_one_connection(program: Program, settings: Any) -> None:
    campaign = CampaignFactory.create()
    for _ in range(7):
        InvitationFactory.create(campaign=campaign)
    handler = Mailroom()

    with serving(handler) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        done = posting.deliver(clock=clock, limit=3)

    assert (done.states, len(handler.mails), handler.sessions) == ({"sent": 7}, 7, 1)


def test_deliver_gives_the_hold_back_when_the_server_refuses_for_good(
    program: Program, settings: Any
) -> None:
    before = NOW - timedelta(days=400)
    row = InvitationFactory.create(
        customer=CustomerFactory.create(contact=ContactFactory.create(next_survey_at=before))
    )

    done = through_smtp(settings, Mailroom(RCPT=["550 5.1.1 No such user"]))

    row.refresh_from_db()
    assert (done.states, row.state) == ({"failed": 1}, "failed")
    assert "No such user" in row.last_error
    assert contact_of(row) == (None, before, None, None)


def test_deliver_tries_again_later_when_the_server_refuses_for_now(program: Program, settings: Any) -> None:
    row = InvitationFactory.create()
    settings.RETRY_BASE_SECONDS = 60

    through_smtp(settings, Mailroom(RCPT=["450 4.2.1 Busy"]))

    row.refresh_from_db()
    assert (row.state, row.send_after) == ("planned", NOW + timedelta(seconds=60))
    assert contact_of(row) == (None, None, None, None)
    # The next claim may take it, and nobody else was kept waiting for it.
    assert claiming.claim(now=row.send_after).claimed == 1


def test_deliver_keeps_the_hold_when_nobody_can_say(program: Program, settings: Any) -> None:
    """The server hung after the final dot: shown as unknown, the person not asked by another campaign."""
    row = InvitationFactory.create()
    settings.EMAIL_TIMEOUT = 1

    done = through_smtp(settings, Mailroom(DATA=["hang"]))

    row.refresh_from_db()
    assert (done.states, row.state) == ({"unknown": 1}, "unknown")
    contact = Contact.objects.get(invitations=row)
    assert contact.next_survey_at == HALF_A_YEAR_ON
    InvitationFactory.create(customer=row.customer)
    assert claiming.claim(now=NOW).claimed == 0


def test_deliver_passes_whoever_unsubscribed_after_the_claim(program: Program) -> None:
    """I8: no attempt begins after the contact was blocked."""
    row = InvitationFactory.create()
    claim = claiming.claim(now=NOW)
    Contact.objects.filter(customers=row.customer).update(
        blocked_reason=BlockReason.UNSUBSCRIBED, blocked_at=NOW
    )
    bag = InvitationMailbag()
    with transports.open_transport() as transport:
        delivery.hand_over(mailbag=bag, token=claim.token, transport=transport, clock=clock)

    row.refresh_from_db()
    assert (row.state, row.reason, row.attempt_started_at) == ("skipped", "unsubscribed", None)
    assert contact_of(row) == (None, None, None, None)
    assert mail.outbox == []


def test_deliver_fails_one_bad_row_alone(program: Program) -> None:
    """One row that cannot be built stops no other."""
    campaign = CampaignFactory.create()
    bad = InvitationFactory.create(campaign=campaign)
    bad.customer.email = "two@example.org, one@example.org"
    bad.customer.save(update_fields=["email"])
    good = InvitationFactory.create(campaign=campaign)

    done = posting.deliver(clock=clock)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert done.states == {"failed": 1, "sent": 1}
    assert (bad.state, good.state) == ("failed", "sent")
    assert [message.to for message in mail.outbox] == [[good.customer.email]]


def test_reap_plans_unattempted_rows_again_and_shows_attempted_ones(program: Program, settings: Any) -> None:
    settings.LEASE_SECONDS = 600
    campaign = CampaignFactory.create()
    attempted, untouched = (
        InvitationFactory.create(campaign=campaign),
        InvitationFactory.create(campaign=campaign),
    )
    claiming.claim(now=NOW)
    Invitation.objects.filter(pk=attempted.pk).update(attempt_started_at=NOW)

    early = posting.reap(now=NOW + timedelta(seconds=600))
    late = posting.reap(now=NOW + timedelta(seconds=601))

    attempted.refresh_from_db()
    untouched.refresh_from_db()
    assert (early, late) == (0, 2)
    assert (attempted.state, untouched.state) == (OutboxState.UNKNOWN, OutboxState.PLANNED)
    assert contact_of(untouched) == (None, None, None, None)
    assert contact_of(attempted)[1] == HALF_A_YEAR_ON

"""Which addresses get no more mail after what a provider told."""

from __future__ import annotations

from typing import Any

import pytest

from customers.models import Contact, Customer
from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.models import ProviderEvent
from surveys.models import Invitation
from team.models import AuditEntry
from tests.factories.customers import ContactFactory
from tests.factories.surveys import CampaignFactory
from tests.mailroom.claims import HELD_UNTIL, hold_of
from tests.mailroom.providers import AT, amazon_ses, call, mailgun, postmark, sendgrid
from tests.moments import NOW
from tests.surveys.domain.evidence.events import DAY, MAYA, block_of, facts_of, mailed, process, told

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        (EventKind.COMPLAINED, "complained"),
        (EventKind.UNSUBSCRIBED, "unsubscribed"),
        (EventKind.BOUNCED, ""),
    ],
)
def test_what_a_person_says_of_an_old_mail_holds_at_their_new_address(kind: EventKind, block: str) -> None:
    """G61: an address changes, and the mail is marked as spam a day later."""
    row, now_at = mailed(), ContactFactory.create()
    Customer.objects.filter(pk=row.customer_id).update(contact=now_at, canonical_email="new@example.org")
    told(kind, is_permanent=True)

    process()

    now_at.refresh_from_db()
    assert (block_of(row), now_at.blocked_reason) == (block or "bounced", block)


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

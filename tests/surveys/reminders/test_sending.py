"""From a due reminder to a mail (mailbag.py), against real SMTP, and what dead workers leave."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact, Customer
from mailroom.domain import delivery, transports
from mailroom.enums import OutboxState
from surveys.domain import posting, reminders
from surveys.models import Invitation, Reminder, SurveyText
from surveys.tokens import read_survey_token, read_unsubscribe_token
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, ReminderFactory
from tests.mailroom.smtp_servers import Mailroom, serving
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def through_smtp(settings: Any, handler: Mailroom) -> posting.Delivered:
    with serving(handler) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        return posting.deliver(clock=lambda: NOW)


def hand_over(token: Any) -> delivery.Tally:
    with transports.open_transport() as transport:
        return delivery.hand_over(
            mailbag=reminders.ReminderMailbag(), token=token, transport=transport, clock=lambda: NOW
        )


def test_a_reminder_carries_the_same_link_and_its_own_words(program: Program, settings: Any) -> None:
    """G65: the first mail's answer link, so that both answers are one; and the same way out."""
    row = ReminderFactory.create(
        invitation__customer=CustomerFactory.create(name="Ada", email="ada@example.org"),
    )
    SurveyText.objects.filter(language="en").update(reminder_subject="Still glad to hear from you")
    handler = Mailroom()

    done = through_smtp(settings, handler)

    row.refresh_from_db()
    assert (done.states, row.state, row.sent_at, row.attempts) == ({"sent": 1}, "sent", NOW, 1)
    ((_, recipients, content),) = handler.mails
    letter = message_from_bytes(content, policy=modern)
    body = letter.get_body(["plain"])
    assert body is not None
    tokens = re.findall(r"/s/([\w.:=-]+)", body.get_content())
    unsubscribe = re.search(r"/u/([^>]+)>", letter["List-Unsubscribe"])
    assert recipients == ["ada@example.org"]
    assert letter["Subject"] == "Still glad to hear from you"
    assert {read_survey_token(token.partition("?")[0]) for token in tokens} == {row.invitation_id}
    assert unsubscribe
    assert read_unsubscribe_token(unsubscribe[1].rstrip("/")) == row.invitation.contact_id


def test_a_sent_reminder_leaves_contact_and_invitation_as_they_were(program: Program, settings: Any) -> None:
    """G61: it is no second survey: the hold counts from the first mail."""
    held_until = NOW + timedelta(days=170)
    contact = ContactFactory.create(last_asked_at=NOW - timedelta(days=7), next_survey_at=held_until)
    row = ReminderFactory.create(invitation__customer=CustomerFactory.create(contact=contact))
    before = Invitation.objects.values().get()

    through_smtp(settings, Mailroom())

    assert Contact.objects.values_list("last_asked_at", "next_survey_at", "hold_token").get() == (
        NOW - timedelta(days=7),
        held_until,
        None,
    )
    assert Invitation.objects.values().get() == before
    assert Reminder.objects.get(pk=row.pk).state == OutboxState.SENT


def test_first_mails_go_before_reminders(program: Program, settings: Any) -> None:
    """Under a limit of one a day, who was never asked comes first."""
    campaign = CampaignFactory.create(reminder_days=[7], daily_cap=1)
    reminder = ReminderFactory.create(invitation__campaign=campaign, send_after=NOW - timedelta(hours=1))
    first = InvitationFactory.create(campaign=campaign)

    through_smtp(settings, Mailroom())

    first.refresh_from_db()
    reminder.refresh_from_db()
    assert (first.state, reminder.state, reminder.reason) == ("sent", "planned", "daily_cap")


@pytest.mark.parametrize(
    ("table", "change", "left"),
    [
        (Invitation, {"answered_at": NOW}, ("planned", "")),
        (Invitation, {"bounced_at": NOW}, ("planned", "")),
        (Contact, {"blocked_reason": "unsubscribed", "blocked_at": NOW}, ("skipped", "unsubscribed")),
        (Contact, {"paused_until": NOW + timedelta(days=1)}, ("planned", "")),
        (Customer, {"erased_at": NOW}, ("skipped", "erased")),
    ],
)
def test_nothing_leaves_that_changed_after_the_claim(
    program: Program, table: Any, change: dict[str, Any], left: tuple[str, str]
) -> None:
    """G65 I8 I9: the attempt begins only for those whom nothing speaks against at that moment."""
    row = ReminderFactory.create()
    claim = reminders.claim(now=NOW)
    table.objects.update(**change)

    hand_over(claim.token)

    row.refresh_from_db()
    assert (row.state, row.reason, row.attempts) == (*left, 0)


def test_a_pause_of_the_campaign_keeps_claimed_reminders_back(program: Program) -> None:
    row = ReminderFactory.create()
    claim = reminders.claim(now=NOW)
    row.invitation.campaign.state = "paused"
    row.invitation.campaign.save(update_fields=["state"])

    hand_over(claim.token)

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("planned", 0)


def test_the_reaper_settles_reminders_too(program: Program) -> None:
    """Without an attempt: planned again. With one: unknown, and never sent again by machine."""
    untouched, begun = ReminderFactory.create(), ReminderFactory.create()
    reminders.claim(now=NOW)
    Reminder.objects.filter(pk=begun.pk).update(attempt_started_at=NOW, attempts=1)

    reaped = posting.reap(now=NOW + timedelta(hours=1))

    assert reaped == 2
    assert [Reminder.objects.get(pk=row.pk).state for row in (untouched, begun)] == ["planned", "unknown"]
    assert reminders.claim(now=NOW + timedelta(hours=1)).claimed == 1


def test_a_server_that_refuses_for_now_gets_the_reminder_again_later(program: Program, settings: Any) -> None:
    row = ReminderFactory.create()

    done = through_smtp(settings, Mailroom(RCPT=["451 try again later"]))

    row.refresh_from_db()
    assert done.states == {"planned": 1}
    assert (row.state, row.reason, row.attempts) == ("planned", "retry", 1)
    assert row.send_after > NOW

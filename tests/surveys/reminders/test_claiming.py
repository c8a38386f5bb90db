"""Which reminders leave now (claiming.py, judging.py)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import reminders
from surveys.enums import CampaignState
from surveys.models import Campaign
from team.models import Holiday
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, ReminderFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Reminder
    from team.models import Program

pytestmark = pytest.mark.django_db

A_WEEK_AGO = NOW - timedelta(days=7)
TOMORROW = datetime(2026, 3, 10, 23, tzinfo=UTC)


def state_of(row: Reminder) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def verdict_on(**facts: Any) -> tuple[str, str]:
    row = ReminderFactory.create(**facts)
    reminders.claim(now=NOW)
    return state_of(row)


def test_claim_takes_a_due_reminder_and_no_hold(program: Program) -> None:
    """G65 G61: a reminder belongs to its invitation and neither breaks nor resets the hold."""
    held_until = NOW + timedelta(days=170)
    contact = ContactFactory.create(last_asked_at=A_WEEK_AGO, next_survey_at=held_until)
    row = ReminderFactory.create(invitation__customer=CustomerFactory.create(contact=contact))

    claim = reminders.claim(now=NOW)

    row.refresh_from_db()
    contact.refresh_from_db()
    assert (claim.claimed, claim.examined) == (1, 1)
    assert (row.state, row.claim_token, row.claimed_at) == ("claimed", claim.token, NOW)
    assert (contact.last_asked_at, contact.next_survey_at, contact.hold_token) == (
        A_WEEK_AGO,
        held_until,
        None,
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"invitation__answered_at": NOW}, ("cancelled", "answered")),
        ({"invitation__bounced_at": NOW}, ("cancelled", "not_delivered")),
        ({"invitation__customer__erased_at": NOW}, ("cancelled", "erased")),
        ({"invitation__campaign__reminder_days": []}, ("cancelled", "schedule_changed")),
        ({"number": 2}, ("cancelled", "schedule_changed")),
        ({"invitation__campaign__link_days": 7}, ("cancelled", "schedule_changed")),
        ({"invitation__sent_at": NOW - timedelta(days=14)}, ("expired", "too_late")),
        ({"invitation__customer__canonical_email": "a@rival.example"}, ("skipped", "blocked_domain")),
        ({"invitation__customer__country": "DE"}, ("skipped", "no_opt_in")),
    ],
)
def test_claim_looks_again_at_all_that_ends_a_reminder(
    program: Program, facts: dict[str, Any], expected: tuple[str, str]
) -> None:
    program.opt_in_countries, program.blocked_domains = ["DE"], ["rival.example"]
    program.save(update_fields=["opt_in_countries", "blocked_domains"])

    assert verdict_on(**facts) == expected


def test_claim_obeys_who_unsubscribed_from_the_first_mail(program: Program) -> None:
    row = ReminderFactory.create()
    Contact.objects.update(blocked_reason="unsubscribed", blocked_at=NOW)

    reminders.claim(now=NOW)

    assert state_of(row) == ("skipped", "unsubscribed")


def test_claim_waits_for_a_persons_own_pause(program: Program) -> None:
    row = ReminderFactory.create()
    Contact.objects.update(paused_until=NOW + timedelta(days=3))

    reminders.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "paused", NOW + timedelta(days=3))


def test_claim_lets_a_reminder_go_that_would_wait_too_long(program: Program) -> None:
    row = ReminderFactory.create()
    Contact.objects.update(paused_until=NOW + timedelta(days=8))

    reminders.claim(now=NOW)

    assert state_of(row) == ("expired", "too_late")


def test_claim_does_not_remind_who_was_asked_again_since(program: Program) -> None:
    """Another survey, under an exception or by a widget, is the newer question."""
    row, other = ReminderFactory.create(), ReminderFactory.create()
    customer = row.invitation.customer
    SentInvitationFactory.create(customer=customer, contact=customer.contact, sent_at=NOW - timedelta(days=1))

    reminders.claim(now=NOW)

    assert [state_of(each) for each in (row, other)] == [("cancelled", "quiet_period"), ("claimed", "")]


def test_claim_waits_for_the_send_window_where_the_customer_lives(program: Program) -> None:
    """G65: inside the campaign's hours, on no holiday."""
    campaign = CampaignFactory.create(
        reminder_days=[7], opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4]
    )
    Holiday.objects.create(on=NOW.date(), country="FR", name="Jour férié")
    zones = [("", ""), ("America/New_York", ""), ("", "FR")]
    rows = [
        ReminderFactory.create(
            invitation__campaign=campaign,
            invitation__customer=CustomerFactory.create(time_zone=zone, country=country),
        )
        for zone, country in zones
    ]

    reminders.claim(now=NOW)

    assert [(*state_of(row), row.send_after) for row in rows] == [
        ("claimed", "", NOW),
        ("planned", "send_window", datetime(2026, 3, 10, 13, tzinfo=UTC)),
        ("planned", "send_window", datetime(2026, 3, 11, 8, tzinfo=UTC)),
    ]


def test_claim_keeps_the_daily_limit_exactly_with_first_mails(program: Program) -> None:
    """Two of three are used up by a first mail and a reminder: one more may leave today."""
    campaign = CampaignFactory.create(reminder_days=[7], daily_cap=3)
    SentInvitationFactory.create(campaign=campaign, attempt_started_at=NOW)
    ReminderFactory.create(
        invitation__campaign=campaign,
        state=OutboxState.SENT,
        sent_at=NOW,
        attempts=1,
        attempt_started_at=NOW,
    )
    rows = [ReminderFactory.create(invitation__campaign=campaign) for _ in range(3)]

    claim = reminders.claim(now=NOW)

    assert claim.claimed == 1
    assert [(*state_of(row), row.send_after) for row in rows[1:]] == [
        ("planned", "daily_cap", TOMORROW),
        ("planned", "daily_cap", TOMORROW),
    ]


def test_claim_moves_a_reminder_whose_days_became_more(program: Program) -> None:
    row = ReminderFactory.create()
    Campaign.objects.update(reminder_days=[9])

    reminders.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "", NOW + timedelta(days=2))


def test_two_reminders_of_one_mail_keep_their_distance(program: Program) -> None:
    """The first was late: the second waits a day for it."""
    left_at = NOW - timedelta(hours=2)
    first = ReminderFactory.create(
        invitation__campaign__reminder_days=[3, 7],
        state=OutboxState.SENT,
        sent_at=left_at,
        attempt_started_at=left_at,
        attempts=1,
    )
    second = ReminderFactory.create(invitation=first.invitation, number=2)

    reminders.claim(now=NOW)

    assert (*state_of(second), second.send_after) == ("planned", "", left_at + timedelta(days=1))


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.ENDED])
def test_claim_passes_campaigns_that_are_not_active(program: Program, state: CampaignState) -> None:
    row = ReminderFactory.create(invitation__campaign__state=state)

    assert reminders.claim(now=NOW).examined == 0
    assert state_of(row) == ("planned", "")


def test_claim_asks_as_many_questions_for_many_rows_as_for_few(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    campaign = CampaignFactory.create(reminder_days=[7], daily_cap=100)
    for _ in range(30):
        ReminderFactory.create(invitation__campaign=campaign)

    with django_assert_max_num_queries(14):
        assert reminders.claim(now=NOW).claimed == 30


def test_a_claimed_reminder_is_nobody_elses(program: Program) -> None:
    ReminderFactory.create(state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW)

    assert reminders.claim(now=NOW).examined == 0
    assert Customer.objects.count() == 1

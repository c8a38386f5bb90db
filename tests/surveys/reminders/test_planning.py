"""Who gets a reminder, as rows (planning.py, ending.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from customers.domain import erasure
from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import reminders
from surveys.enums import CampaignChannel, CampaignState, Reason, ScheduleKind
from surveys.models import Campaign, Invitation, Reminder
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, ReminderFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

pytestmark = pytest.mark.django_db

A_WEEK_AGO = NOW - timedelta(days=7)


def mailed(campaign: Campaign, *, at: Any = A_WEEK_AGO, **facts: Any) -> Invitation:
    row: Invitation = SentInvitationFactory.create(
        campaign=campaign, **{"sent_at": at, "attempt_started_at": at, "claimed_at": at, **facts}
    )
    return row


def planned() -> list[tuple[Any, ...]]:
    rows = Reminder.objects.order_by("invitation", "number")
    return list(rows.values_list("invitation", "number", "state", "send_after", "expires_at"))


def test_plan_writes_a_row_for_each_mail_without_an_answer(program: Program) -> None:
    """G65: due a week after the mail left, and within 36 hours of now."""
    campaign = CampaignFactory.create(reminder_days=[7, 14])
    week = mailed(campaign)
    tomorrow = mailed(campaign, at=A_WEEK_AGO + timedelta(hours=30))
    mailed(campaign, at=A_WEEK_AGO + timedelta(hours=37))
    fortnight = mailed(campaign, at=NOW - timedelta(days=14))

    written = reminders.plan(now=NOW)

    assert written == 3
    assert planned() == [
        (week.pk, 1, "planned", NOW, NOW + timedelta(days=7)),
        (tomorrow.pk, 1, "planned", NOW + timedelta(hours=30), NOW + timedelta(days=7, hours=30)),
        (fortnight.pk, 2, "planned", NOW, NOW + timedelta(days=7)),
    ]


def test_planning_twice_changes_nothing(program: Program) -> None:
    mailed(CampaignFactory.create(reminder_days=[7]))

    assert [reminders.plan(now=NOW), reminders.plan(now=NOW)] == [1, 0]


@pytest.mark.parametrize(
    "facts",
    [
        {"answered_at": NOW},
        {"bounced_at": NOW},
        {"complained_at": NOW},
        {"state": OutboxState.UNKNOWN, "sent_at": None},
        {"state": OutboxState.FAILED, "sent_at": None},
        {"customer__erased_at": NOW},
        {"at": A_WEEK_AGO - timedelta(days=3)},
    ],
    ids=["answered", "bounced", "complained", "unknown", "refused", "erased", "long past"],
)
def test_plan_reminds_only_those_whom_the_mail_reached_and_who_owe_an_answer(
    program: Program, facts: dict[str, Any]
) -> None:
    """G65: sent and not bounced, without an answer; who switches reminders on late reminds nobody of old."""
    mailed(CampaignFactory.create(reminder_days=[7]), **facts)

    assert reminders.plan(now=NOW) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"reminder_days": []},
        {"reminder_days": [7], "state": CampaignState.PAUSED},
        {"reminder_days": [7], "state": CampaignState.ENDED},
        {"reminder_days": [7], "link_days": 7},
        {
            "reminder_days": [7],
            "channel": CampaignChannel.WIDGET,
            "schedule_kind": ScheduleKind.NONE,
            "date_field": "",
        },
    ],
    ids=["no reminders", "paused", "ended", "the link closes", "no mails"],
)
def test_plan_passes_campaigns_that_remind_nobody(program: Program, facts: dict[str, Any]) -> None:
    mailed(CampaignFactory.create(**facts))

    assert reminders.plan(now=NOW) == 0


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"invitation__answered_at": NOW}, "answered"),
        ({"invitation__bounced_at": NOW}, "not_delivered"),
        ({"invitation__complained_at": NOW}, "complained"),
        ({"invitation__customer__erased_at": NOW}, "erased"),
        ({"invitation__campaign__state": CampaignState.ENDED}, "campaign_ended"),
        ({"invitation__campaign__state": CampaignState.PAUSED}, ""),
    ],
)
def test_planned_reminders_are_cancelled_when_nobody_needs_them(
    program: Program, facts: dict[str, Any], reason: str
) -> None:
    """G65: with the reason; a pause of the campaign keeps them."""
    row = ReminderFactory.create(**facts)

    reminders.plan(now=NOW)

    row.refresh_from_db()
    assert (row.state, row.reason) == ("cancelled" if reason else "planned", reason)


def test_a_reminder_follows_nobody_to_another_address(program: Program) -> None:
    """It goes to the invitation's own contact, or to nobody."""
    row = ReminderFactory.create()
    Customer.objects.filter(pk=row.invitation.customer_id).update(contact=ContactFactory.create())

    reminders.cancel_over(now=NOW)

    row.refresh_from_db()
    assert (row.state, row.reason) == ("cancelled", "address_changed")


def test_a_reminder_of_a_merged_customer_is_cancelled(program: Program) -> None:
    """I9."""
    row = ReminderFactory.create()
    Customer.objects.filter(pk=row.invitation.customer_id).update(merged_into=CustomerFactory.create())

    reminders.cancel_over(now=NOW)

    row.refresh_from_db()
    assert (row.state, row.reason) == ("cancelled", "merged")


def test_erasing_a_person_cancels_their_reminders_with_all_else(program: Program, admin: User) -> None:
    """I9: in the transaction that erases them."""
    row = ReminderFactory.create()

    erasure.erase(customer=row.invitation.customer, actor=admin, now=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.reason) == ("cancelled", "erased")


def test_other_days_plan_reminders_anew(program: Program) -> None:
    """Changing a live campaign's reminders cancels what is planned; the next look writes the new days."""
    campaign = CampaignFactory.create(reminder_days=[7])
    row = mailed(campaign)
    reminders.plan(now=NOW)
    Reminder.objects.update(state=OutboxState.CANCELLED, reason=Reason.SCHEDULE_CHANGED)
    Campaign.objects.update(reminder_days=[8])

    assert reminders.plan(now=NOW) == 1
    assert planned() == [(row.pk, 1, "planned", NOW + timedelta(days=1), NOW + timedelta(days=8))]


def test_reminders_that_were_cancelled_for_good_are_not_revived(program: Program) -> None:
    campaign = CampaignFactory.create(reminder_days=[7])
    mailed(campaign)
    reminders.plan(now=NOW)
    Reminder.objects.update(state=OutboxState.CANCELLED, reason=Reason.ANSWERED)

    assert reminders.plan(now=NOW) == 0


def test_counts_say_what_became_of_a_campaigns_reminders(program: Program) -> None:
    """G65: and who answered after one of them."""
    campaign = CampaignFactory.create(reminder_days=[7])
    sent = {"invitation__campaign": campaign, "state": OutboxState.SENT, "sent_at": NOW}
    ReminderFactory.create(**sent)
    ReminderFactory.create(**sent, invitation__answered_at=NOW + timedelta(hours=1))
    ReminderFactory.create(**sent, invitation__answered_at=NOW - timedelta(hours=1))
    for state, reason in [
        (OutboxState.PLANNED, ""),
        (OutboxState.UNKNOWN, ""),
        (OutboxState.FAILED, ""),
        (OutboxState.SKIPPED, "unsubscribed"),
        (OutboxState.EXPIRED, "too_late"),
        (OutboxState.CANCELLED, "answered"),
    ]:
        ReminderFactory.create(invitation__campaign=campaign, state=state, reason=reason)
    ReminderFactory.create()

    counted = reminders.counts(campaign)

    assert counted == reminders.ReminderCounts(
        waiting=1, sent=3, unknown=1, failed=1, left_out=2, cancelled=1, answered=1
    )
    assert counted.total == 9

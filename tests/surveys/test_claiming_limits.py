"""The account's limit and the warm-up at claim: exact, whatever breaks (accounts.py, allowance.py)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailroom.enums import OutboxState
from surveys.domain import allowance, claiming
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    ReminderFactory,
    SentInvitationFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Account
    from surveys.models import Campaign, Invitation
    from team.models import Program

pytestmark = pytest.mark.django_db

TOMORROW = datetime(2026, 3, 10, 23, tzinfo=UTC)
LEASE = timedelta(seconds=600)


@pytest.fixture
def limited(program: Program) -> Program:
    """No more than two people of one account in thirty days."""
    program.account_most, program.account_days = 2, 30
    program.save(update_fields=["account_most", "account_days"])
    return program


def due(account: Account, *, campaign: Campaign | None = None, **facts: object) -> Invitation:
    row: Invitation = InvitationFactory.create(
        campaign=campaign or CampaignFactory.create(),
        customer=CustomerFactory.create(account=account),
        **facts,
    )
    return row


def asked(account: Account, *, days_ago: int, **facts: object) -> Invitation:
    at = NOW - timedelta(days=days_ago)
    row: Invitation = SentInvitationFactory.create(
        **{
            "customer": CustomerFactory.create(account=account),
            "sent_at": at,
            "attempt_started_at": at,
            "claimed_at": at,
            **facts,
        }
    )
    return row


def state_of(row: Invitation) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def test_claim_asks_no_more_people_of_an_account_than_it_may(limited: Program) -> None:
    """The account's limit holds over all campaigns, within one claim, and others are not touched."""
    account, other = AccountFactory.create(), AccountFactory.create()
    important, ordinary = CampaignFactory.create(priority=90), CampaignFactory.create(priority=10)
    first = due(account, campaign=important)
    second, third = due(account, campaign=ordinary), due(account, campaign=ordinary)
    free = [due(other), InvitationFactory.create()]

    claiming.claim(now=NOW)

    assert [state_of(row) for row in (first, second, third)] == [
        ("claimed", ""),
        ("claimed", ""),
        ("planned", "account_limit"),
    ]
    assert [state_of(row) for row in free] == [("claimed", "")] * 2
    # Whether the two leave is known soon; only then is it known for how long the third waits.
    assert third.send_after == NOW + LEASE


def test_claim_waits_until_there_is_room_in_the_account(limited: Program) -> None:
    """Three were asked 40, 20 and 10 days ago: the next place is free when the second is 30 days back."""
    account = AccountFactory.create()
    for days_ago in (40, 20, 10):
        asked(account, days_ago=days_ago)
    row = due(account, expires_at=NOW + timedelta(days=14))

    claiming.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "account_limit", NOW + timedelta(days=10))
    assert claiming.claim(now=NOW + timedelta(days=10)).claimed == 1


def test_claim_leaves_out_whoever_would_wait_too_long_for_their_account(limited: Program) -> None:
    account = AccountFactory.create()
    for days_ago in (20, 10):
        asked(account, days_ago=days_ago)
    row = due(account, expires_at=NOW + timedelta(days=9))

    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "account_limit")


def test_account_limit_counts_people_and_not_mails(limited: Program) -> None:
    """A second mail to the same person, a refusal, and a mail of unknown end."""
    account = AccountFactory.create()
    once = asked(account, days_ago=20)
    asked(account, days_ago=5, customer=once.customer)
    asked(account, days_ago=5, state=OutboxState.FAILED, sent_at=None)
    first, second = due(account), due(account)

    claiming.claim(now=NOW)

    assert sorted(state_of(row) for row in (first, second)) == [("claimed", ""), ("planned", "account_limit")]


def test_account_limit_counts_a_mail_that_may_have_arrived(limited: Program) -> None:
    account = AccountFactory.create()
    asked(account, days_ago=1)
    asked(account, days_ago=1, state=OutboxState.UNKNOWN, sent_at=None)

    row = due(account)
    claiming.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "account_limit", NOW + timedelta(days=29))


@pytest.mark.parametrize(
    ("first", "growth", "limits"),
    [(10, 50, [10, 15, 22, 33, 50]), (1, 50, [1, 1, 2, 3, 5]), (100, 100, [100, 200, 400, 800, 1600])],
)
def test_warm_up_grows_from_the_first_day(first: int, growth: int, limits: list[int]) -> None:
    found = [allowance.warm_up_limit(first=first, growth=growth, day=day) for day in range(5)]

    assert found == limits


def test_warm_up_ends_where_no_server_needs_one() -> None:
    assert allowance.warm_up_limit(first=1, growth=1, day=5_000) == allowance.PLENTY


def test_claim_warms_up_by_the_days_since_the_first_attempt(program: Program) -> None:
    """G61's exactness for limits: 2 on the first day, 4 on the second; attempts count, not successes."""
    campaign = CampaignFactory.create(warm_up_first=2, warm_up_growth=100)
    rows = [InvitationFactory.create(campaign=campaign) for _ in range(9)]

    assert claiming.claim(now=NOW).claimed == 2
    for row in rows[:2]:
        row.refresh_from_db()
        row.state, row.sent_at, row.attempt_started_at, row.attempts = OutboxState.SENT, NOW, NOW, 1
        row.save(update_fields=["state", "sent_at", "attempt_started_at", "attempts"])
    later_that_day = claiming.claim(now=NOW + timedelta(hours=2)).claimed
    assert later_that_day == 0
    assert (*state_of(rows[2]), rows[2].send_after) == ("planned", "daily_cap", TOMORROW)

    assert claiming.claim(now=TOMORROW).claimed == 4


def test_claim_takes_the_lesser_of_warm_up_and_daily_limit(program: Program) -> None:
    campaigns = [
        CampaignFactory.create(warm_up_first=50, daily_cap=1),
        CampaignFactory.create(warm_up_first=2, daily_cap=50),
    ]
    for campaign in campaigns:
        for _ in range(4):
            InvitationFactory.create(campaign=campaign)

    claimed = claiming.claim(now=NOW)

    assert claimed.claimed == 3
    assert [allowance.room(campaign, program, NOW) for campaign in campaigns] == [0, 0]


def test_daily_limit_counts_reminders(program: Program) -> None:
    """Reminders that were tried or are claimed today use up the limit like first mails."""
    campaign = CampaignFactory.create(daily_cap=4, reminder_days=[7])
    tried = {"invitation__campaign": campaign, "attempts": 1, "attempt_started_at": NOW}
    ReminderFactory.create(**tried, state=OutboxState.SENT, sent_at=NOW)
    ReminderFactory.create(
        invitation__campaign=campaign,
        state=OutboxState.CLAIMED,
        claim_token=uuid.uuid4(),
        claimed_at=NOW,
    )
    for _ in range(4):
        InvitationFactory.create(campaign=campaign)

    assert claiming.claim(now=NOW).claimed == 2

"""Twenty workers with everything switched on: exceptions, account limits, reminders, a shared daily limit."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact, Customer
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning, reminders
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Campaign, Invitation, Reminder
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, QuietExceptionFactory, ReminderFactory
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailroom.domain.letters import Letter
    from surveys.domain.claiming import Claim
    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, ACCOUNTS, PEOPLE_EACH, MOST, CAP = 20, 15, 4, 2, 24
DUE = NOW.date() + timedelta(days=60)
FOUR_MONTHS_AGO, TWO_MONTHS_AGO = NOW - timedelta(days=122), NOW - timedelta(days=60)


class Counting:
    """A transport that takes everything and remembers it."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    def send(self, letter: Letter) -> Verdict:
        self.recipients.append(letter.recipient)
        return Verdict(Kind.ACCEPTED)


def a_company_program(program: Program) -> tuple[Campaign, Campaign]:
    """15 accounts of four: never asked, asked four months ago, two months ago, and quiet for good.

    The first campaign may ask again after three months and is capped; the second may not.
    """
    program.account_most, program.account_days = MOST, 30
    program.save(update_fields=["account_most", "account_days"])
    quarterly = CampaignFactory.create(priority=90, daily_cap=CAP)
    QuietExceptionFactory.create(campaign=quarterly, months=3)
    held = NOW + timedelta(days=100)
    for _ in range(ACCOUNTS):
        account = AccountFactory.create(renewal_on=DUE)
        for asked_at in (None, FOUR_MONTHS_AGO, TWO_MONTHS_AGO, TWO_MONTHS_AGO):
            contact = ContactFactory.create(last_asked_at=asked_at, next_survey_at=held if asked_at else None)
            CustomerFactory.create(account=account, contact=contact)
    return quarterly, CampaignFactory.create(priority=10)


def claim_all() -> None:
    while claiming.claim(now=NOW, limit=7).examined:
        pass


def send_all(bag: Any, claim: Callable[..., Claim], transport: Counting) -> None:
    while (taken := claim(now=NOW, limit=5)).examined:
        delivery.hand_over(mailbag=bag, token=taken.token, transport=transport, clock=lambda: NOW)


def test_twenty_claimers_keep_exceptions_account_limits_and_caps(program: Program) -> None:
    """G61 T45: nobody twice, nobody without leave, no account and no day over its limit."""
    campaigns = a_company_program(program)
    for campaign in campaigns:
        planning.plan(campaign=campaign, now=NOW)

    side_by_side(claim_all, WORKERS)

    taken = Invitation.objects.filter(state=OutboxState.CLAIMED)
    assert set(Counter(taken.values_list("contact", flat=True)).values()) == {1}
    asked_at = taken.values_list("campaign", "contact__last_asked_at")
    assert set(asked_at.filter(campaign=campaigns[0])) <= {
        (campaigns[0].pk, None),
        (campaigns[0].pk, FOUR_MONTHS_AGO),
    }
    assert set(asked_at.filter(campaign=campaigns[1])) <= {(campaigns[1].pk, None)}
    by_account = Counter(taken.values_list("customer__account", flat=True))
    assert max(by_account.values()) <= MOST
    assert taken.filter(campaign=campaigns[0]).count() == CAP
    # Twelve accounts are full then; of the other three the second campaign asks those never asked.
    assert taken.count() == CAP + 3
    holds = Contact.objects.filter(pk__in=taken.values("contact"))
    assert set(holds.values_list("hold_token", flat=True)) == set(taken.values_list("claim_token", flat=True))


def test_twenty_swaps_of_one_contact_under_an_exception_give_one_hold(program: Program) -> None:
    """T45 G61: the compare-and-swap alone, without the single file, lets one of twenty through."""
    contact = ContactFactory.create(last_asked_at=FOUR_MONTHS_AGO, next_survey_at=NOW + timedelta(days=60))
    customer = CustomerFactory.create(contact=contact, renewal_on=DUE)
    for _ in range(WORKERS):
        campaign = CampaignFactory.create()
        QuietExceptionFactory.create(campaign=campaign, months=3)
        planning.plan(campaign=campaign, now=NOW)

    side_by_side(claim_all, WORKERS)

    rows = Invitation.objects.filter(customer=customer)
    assert Counter(rows.values_list("state", flat=True)) == {"claimed": 1, "skipped": WORKERS - 1}


def test_twenty_workers_send_each_reminder_once_and_keep_the_daily_limit(program: Program) -> None:
    """G65: at most once each; first mails and reminders share the limit exactly."""
    campaign = CampaignFactory.create(reminder_days=[7], daily_cap=CAP)
    for _ in range(40):
        ReminderFactory.create(invitation__campaign=campaign)
    for _ in range(10):
        CustomerFactory.create(renewal_on=DUE)
    transport = Counting()

    def work() -> None:
        planning.plan(campaign=campaign, now=NOW)
        reminders.plan(now=NOW)
        send_all(InvitationMailbag(), claiming.claim, transport)
        send_all(reminders.ReminderMailbag(), reminders.claim, transport)

    side_by_side(work, WORKERS)

    assert Counter(transport.recipients).most_common(1)[0][1] == 1
    assert len(transport.recipients) == CAP
    sent = Reminder.objects.filter(state=OutboxState.SENT)
    firsts = Invitation.objects.filter(state=OutboxState.SENT, sent_at=NOW)
    assert (firsts.count(), sent.count()) == (10, CAP - 10)
    assert Reminder.objects.count() == 40
    assert not Customer.objects.exclude(invitations__isnull=False).exists()

"""Asking somebody who is here: the same quiet period, whichever way the question comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from core.calendars import quiet_until
from customers.enums import BlockReason, Stage
from customers.models import Audience, Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import claiming, exceptions, visits
from surveys.enums import Reason
from surveys.models import Invitation
from team.models import Program
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    WidgetCampaignFactory,
    WidgetFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
FREE_AGAIN = quiet_until(NOW, 6, BERLIN)


def contact_of(customer: Customer) -> Any:
    return Contact.objects.filter(customers=customer).values().first()


def refused(customer: Customer, **options: Any) -> tuple[str, Any]:
    """Why the widget does not ask them; nothing changes by it."""
    before, rows = contact_of(customer), Invitation.objects.count()
    with pytest.raises(visits.NotAskable) as found:
        visits.show(placement=WidgetFactory.create(**options), customer=customer, now=NOW)
    assert contact_of(customer) == before
    assert Invitation.objects.count() == rows
    return found.value.reason, found.value.until


def test_show_asks_and_counts_against_the_six_months(program: Program) -> None:
    """G61 G25: a named visitor is asked like anybody else: a row, and the contact's hold."""
    widget, customer = WidgetFactory.create(), CustomerFactory.create(attributes={"plan": "pro"})

    row = visits.show(placement=widget, customer=customer, now=NOW)

    row.refresh_from_db()
    shown = (row.campaign, row.customer, row.contact, row.state, row.stage, row.attributes, row.sent_at)
    prospect = Stage.PROSPECT
    assert shown == (
        widget.campaign,
        customer,
        customer.contact,
        OutboxState.SENT,
        prospect,
        {"plan": "pro"},
        NOW,
    )
    assert row.occasion.startswith(f"visit:{widget.pk}:")
    contact = Contact.objects.get(customers=customer)
    assert (contact.last_asked_at, contact.next_survey_at, contact.hold_token) == (NOW, FREE_AGAIN, None)


def test_show_asks_nobody_twice_and_no_mail_follows(program: Program) -> None:
    """G61: across channels."""
    customer = CustomerFactory.create()
    planned = InvitationFactory.create(customer=customer)
    visits.show(placement=WidgetFactory.create(), customer=customer, now=NOW)

    claimed = claiming.claim(now=NOW)

    planned.refresh_from_db()
    assert (claimed.claimed, planned.state, planned.reason) == (0, OutboxState.SKIPPED, Reason.QUIET_PERIOD)
    with pytest.raises(visits.NotAskable) as again:
        visits.show(placement=WidgetFactory.create(), customer=customer, now=NOW + timedelta(days=30))
    assert (again.value.reason, again.value.until) == (Reason.QUIET_PERIOD, FREE_AGAIN)


def test_show_is_allowed_on_the_boundary_day(program: Program) -> None:
    """G58 G61: "every six months" and "once in six months" do not exclude each other."""
    customer, widget = CustomerFactory.create(), WidgetFactory.create()
    visits.show(placement=widget, customer=customer, now=NOW)

    visits.show(placement=widget, customer=customer, now=FREE_AGAIN)

    assert customer.invitations.count() == 2


def test_show_asks_nobody_whose_mail_is_on_its_way(program: Program, admin: User) -> None:
    """G61: a claimed mail holds the contact, and an exception does not give that away."""
    customer, widget = CustomerFactory.create(), WidgetFactory.create()
    InvitationFactory.create(customer=customer)
    assert claiming.claim(now=NOW).claimed == 1
    Contact.objects.update(last_asked_at=NOW - timedelta(days=100))
    facts: dict[str, Any] = {
        "months": 0,
        "reason": "Beta test",
        "until": NOW + timedelta(days=9),
        "actor": admin,
        "now": NOW,
    }
    exceptions.grant(campaign=widget.campaign, **facts)

    assert refused(customer, campaign=widget.campaign)[0] == Reason.QUIET_PERIOD


@pytest.mark.parametrize("reason", [BlockReason.UNSUBSCRIBED, BlockReason.COMPLAINED, BlockReason.STAFF])
def test_show_asks_nobody_who_refused(program: Program, reason: BlockReason) -> None:
    customer = CustomerFactory.create()
    Contact.objects.update(blocked_reason=reason, blocked_at=NOW)

    assert refused(customer) == (reason, None)


def test_show_asks_somebody_whose_mailbox_is_gone(program: Program) -> None:
    customer = CustomerFactory.create()
    Contact.objects.update(blocked_reason=BlockReason.BOUNCED, blocked_at=NOW)

    assert visits.show(placement=WidgetFactory.create(), customer=customer, now=NOW).customer == customer


def test_show_leaves_those_alone_who_asked_for_a_pause(program: Program) -> None:
    customer = CustomerFactory.create()
    until = NOW + timedelta(days=3)
    Contact.objects.update(paused_until=until)

    assert refused(customer) == (Reason.PAUSED, until)


def test_show_keeps_to_the_campaigns_stages(program: Program) -> None:
    """T17 G24: a campaign for advocates does not ask a prospect."""
    assert refused(CustomerFactory.create(), campaign__stages=[Stage.ADVOCATE])[0] == Reason.OUT_OF_AUDIENCE


def test_show_keeps_to_the_campaigns_audience(program: Program) -> None:
    rules = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    widget = WidgetFactory.create(campaign__audience=Audience.objects.create(name="Germans", rules=rules))
    here, there = CustomerFactory.create(country="DE"), CustomerFactory.create(country="FR")

    assert visits.show(placement=widget, customer=here, now=NOW).customer == here
    with pytest.raises(visits.NotAskable) as found:
        visits.show(placement=widget, customer=there, now=NOW)
    assert found.value.reason == Reason.OUT_OF_AUDIENCE


@pytest.mark.parametrize("field", ["erased_at", "merged_into"])
def test_show_asks_nobody_who_is_gone(program: Program, field: str) -> None:
    other, customer = CustomerFactory.create(), CustomerFactory.create()
    Customer.objects.filter(pk=customer.pk).update(**{field: NOW if field == "erased_at" else other.pk})

    assert refused(customer)[0] == (Reason.ERASED if field == "erased_at" else Reason.MERGED)


def test_show_uses_an_exception_that_was_granted(program: Program, admin: User) -> None:
    """T45: a shorter period for one campaign holds for its widgets, too."""
    customer, widget = CustomerFactory.create(), WidgetFactory.create()
    visits.show(placement=WidgetFactory.create(), customer=customer, now=NOW - timedelta(days=100))
    year = NOW + timedelta(days=300)
    exceptions.grant(campaign=widget.campaign, months=3, reason="Beta test", until=year, actor=admin, now=NOW)

    assert refused(customer)[0] == Reason.QUIET_PERIOD
    assert visits.show(placement=widget, customer=customer, now=NOW).customer == customer


def test_show_remembers_whom_it_asked_without_an_address(program: Program) -> None:
    """G61: known by an identifier alone, there is no contact to hold; the rows say when they were asked."""
    customer, widget = CustomerFactory.create(email="", contact=None), WidgetFactory.create()

    visits.show(placement=widget, customer=customer, now=NOW)

    with pytest.raises(visits.NotAskable) as found:
        visits.show(placement=widget, customer=customer, now=NOW + timedelta(days=1))
    assert (found.value.reason, found.value.until) == (Reason.QUIET_PERIOD, FREE_AGAIN)
    assert visits.show(placement=widget, customer=customer, now=FREE_AGAIN).contact is None


def test_ask_in_the_past_is_judged_by_that_day(program: Program) -> None:
    """G61: a call of last week fell into the quiet period that ended yesterday."""
    customer, campaign = CustomerFactory.create(), WidgetFactory.create().campaign
    ended = NOW - timedelta(days=1)
    Contact.objects.update(next_survey_at=ended)
    facts: dict[str, Any] = {"campaign": campaign, "customer": customer, "occasion": "manual:1", "now": NOW}

    with pytest.raises(visits.NotAskable):
        visits.ask(at=NOW - timedelta(days=7), **facts)
    asked = visits.ask(at=NOW - timedelta(hours=2), **facts)

    assert (asked.sent_at, asked.planned_at) == (NOW - timedelta(hours=2), NOW)


def test_ask_never_moves_a_date_back(program: Program) -> None:
    """G61: what is entered late shortens nothing."""
    customer, campaign = CustomerFactory.create(), WidgetFactory.create().campaign
    SentInvitationFactory.create(customer=customer)
    Contact.objects.update(last_asked_at=NOW, next_survey_at=NOW - timedelta(days=8))
    at = NOW - timedelta(days=7)

    visits.ask(campaign=campaign, customer=customer, occasion="manual:1", at=at, now=NOW)

    contact = Contact.objects.get(customers=customer)
    assert (contact.last_asked_at, contact.next_survey_at) == (NOW, quiet_until(at, 6, BERLIN))


def test_show_keeps_to_the_accounts_limit(program: Program) -> None:
    """T45: no more than so many people of one account, whichever way the question comes."""
    Program.objects.update(account_most=1, account_days=30)
    account, asked_at = AccountFactory.create(), NOW - timedelta(days=5)
    SentInvitationFactory.create(customer__account=account, sent_at=asked_at)
    colleague = CustomerFactory.create(account=account)

    assert refused(colleague) == (Reason.ACCOUNT_LIMIT, asked_at + timedelta(days=30))
    elsewhere = CustomerFactory.create(account=AccountFactory.create())
    assert visits.show(placement=WidgetFactory.create(), customer=elsewhere, now=NOW).customer == elsewhere


def test_show_takes_a_place_of_the_account(program: Program) -> None:
    """T45: who is asked on the website counts for the next mail, too."""
    Program.objects.update(account_most=1, account_days=30)
    account = AccountFactory.create()
    visitor, colleague = CustomerFactory.create_batch(2, account=account)
    waiting = InvitationFactory.create(customer=colleague, expires_at=NOW + timedelta(days=60))
    visits.show(placement=WidgetFactory.create(), customer=visitor, now=NOW)

    claiming.claim(now=NOW)

    waiting.refresh_from_db()
    told = (waiting.state, waiting.reason, waiting.send_after)
    assert told == (OutboxState.PLANNED, Reason.ACCOUNT_LIMIT, NOW + timedelta(days=30))


def test_ask_in_the_past_counts_the_account_as_of_that_day(program: Program) -> None:
    """T45: a colleague's mail that is out of the span today was within it on the day of the call."""
    Program.objects.update(account_most=1, account_days=30)
    account = AccountFactory.create()
    SentInvitationFactory.create(customer__account=account, sent_at=NOW - timedelta(days=31))
    facts: dict[str, Any] = {
        "campaign": WidgetCampaignFactory.create(channel="manual"),
        "customer": CustomerFactory.create(account=account),
        "now": NOW,
    }

    with pytest.raises(visits.NotAskable) as found:
        visits.ask(at=NOW - timedelta(days=7), occasion="manual:1", **facts)
    assert (found.value.reason, found.value.until) == (Reason.ACCOUNT_LIMIT, NOW - timedelta(days=1))
    assert visits.ask(at=NOW, occasion="manual:2", **facts).sent_at == NOW


def test_show_keeps_those_for_whom_a_higher_campaign_is_reserved(program: Program) -> None:
    """T45: a renewal question that is due next month is not lost to a widget today."""
    soon = (NOW + timedelta(days=90)).date()
    holder = CampaignFactory.create(priority=90, reserves=True)
    customer = CustomerFactory.create(renewal_on=soon)

    assert refused(customer) == (f"reserved_for:{holder.pk}", None)
    above = WidgetFactory.create(campaign__priority=95)
    assert visits.show(placement=above, customer=customer, now=NOW).customer == customer


def test_show_asks_nobody_of_an_audience_that_is_broken(program: Program) -> None:
    """An attribute that the audience speaks of is gone: the widget stays hidden, as no mail leaves."""
    rules = {"match": "all", "rules": [{"field": "attributes.gone", "op": "is", "value": "x"}]}
    audience = Audience.objects.create(name="Broken", rules=rules)

    assert refused(CustomerFactory.create(), campaign__audience=audience)[0] == Reason.OUT_OF_AUDIENCE


def test_obstacle_says_what_ask_would_say(program: Program) -> None:
    """T45: before somebody types a whole answer."""
    Program.objects.update(account_most=1, account_days=30)
    account, campaign = AccountFactory.create(), WidgetCampaignFactory.create(channel="manual")
    SentInvitationFactory.create(customer__account=account, sent_at=NOW)
    colleague, stranger = CustomerFactory.create(account=account), CustomerFactory.create()

    known = visits.obstacle(campaign=campaign, customer=colleague, at=NOW)

    assert known == visits.NotAskable(Reason.ACCOUNT_LIMIT, NOW + timedelta(days=30))
    assert visits.obstacle(campaign=None, customer=colleague, at=NOW) is None
    assert visits.obstacle(campaign=campaign, customer=stranger, at=NOW) is None


def test_who_was_asked_without_an_address_is_not_mailed_when_we_learn_it(program: Program) -> None:
    """G61: a widget's visitor by their identifier in the CRM; their address comes in a week later."""
    visitor = CustomerFactory.create(email="", contact=None)
    visits.show(placement=WidgetFactory.create(), customer=visitor, now=NOW)
    Customer.objects.filter(pk=visitor.pk).update(
        email="ada@example.org", canonical_email="ada@example.org", contact=ContactFactory.create()
    )
    week = NOW + timedelta(days=7)
    skips = InvitationFactory.create(customer=visitor, send_after=week)
    waits = InvitationFactory.create(
        customer=visitor, campaign__quiet_rule="wait", send_after=week, expires_at=NOW + timedelta(days=300)
    )

    claimed = claiming.claim(now=week)

    skips.refresh_from_db()
    waits.refresh_from_db()
    assert claimed.claimed == 0
    assert (skips.state, skips.reason) == (OutboxState.SKIPPED, Reason.QUIET_PERIOD)
    assert (waits.state, waits.send_after) == (OutboxState.PLANNED, FREE_AGAIN)
    assert refused(visitor)[0] == Reason.QUIET_PERIOD
    assert claiming.claim(now=FREE_AGAIN).claimed == 1

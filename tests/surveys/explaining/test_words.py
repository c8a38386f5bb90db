"""What each rule says of a customer it holds back, and until when (explaining/)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Audience
from mailroom.enums import OutboxState
from surveys.domain import explaining
from surveys.enums import CampaignChannel, CampaignState, QuietRule, ScheduleKind
from team.models import Holiday
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    QuietExceptionFactory,
    SentInvitationFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.domain.explaining import Explanation, Rule
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DUE = date(2026, 5, 9)


def of(campaign: Campaign, **facts: Any) -> Explanation:
    customer = CustomerFactory.create(**{"renewal_on": DUE, **facts})
    return explaining.explain(campaign=campaign, customer=customer, now=NOW)


def against(explanation: Explanation) -> dict[str, Rule]:
    return {rule.name: rule for rule in explanation.against}


@pytest.mark.parametrize(
    ("facts", "name", "detail"),
    [
        ({"email": "", "contact": None}, "address", "No e-mail address is known."),
        ({"country": "DE"}, "opt_in", "Germany asks for an opt-in, and none is on record."),
        ({"email": "ada@mail.rival.example"}, "domain", "The program sends no mail to mail.rival.example."),
        ({"churned_on": TODAY}, "stage", "They are in “Loss”; the campaign asks “Prospect”."),
    ],
)
def test_a_rule_about_the_person_says_what_it_found(
    program: Program, facts: dict[str, Any], name: str, detail: str
) -> None:
    """G60: the words are about this person, not about the rule."""
    program.opt_in_countries, program.blocked_domains = ["DE"], ["rival.example"]
    program.save(update_fields=["opt_in_countries", "blocked_domains"])

    rule = against(of(CampaignFactory.create(stages=["prospect"]), **facts))[name]

    assert (rule.detail, rule.until) == (detail, None)


def test_a_pause_names_its_end(program: Program) -> None:
    until = NOW + timedelta(days=3)

    found = of(CampaignFactory.create(), contact=ContactFactory.create(paused_until=until))

    rule = against(found)["pause"]
    assert (rule.detail, rule.until) == ("They asked to be left alone until March 13, 2026, 10:00.", until)
    assert found.first_possible_at == until


def test_a_block_names_its_reason_and_day(program: Program) -> None:
    contact = ContactFactory.create(blocked_reason="complained", blocked_at=NOW)

    found = of(CampaignFactory.create(), contact=contact)

    assert against(found)["block"].detail == "Marked as spam on March 10, 2026."
    assert found.verdict.endswith("Nothing that is known leads to a mail.")


def test_an_audience_is_named(program: Program) -> None:
    rules = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["FR"]}]}
    audience = Audience.objects.create(name="France", rules=rules)

    found = of(CampaignFactory.create(audience=audience))

    assert against(found)["audience"].detail == "They are not in “France”."


def test_a_reservation_names_the_keeper(program: Program) -> None:
    """ "Priority decides", also before the other is due."""
    CampaignFactory.create(name="Renewals", priority=90, reserves=True)
    campaign = EventCampaignFactory.create(priority=10)
    customer = CustomerFactory.create(renewal_on=TODAY + timedelta(days=150))
    EventFactory.create(customer=customer, occurred_at=NOW - timedelta(days=1), received_at=NOW)

    found = explaining.explain(campaign=campaign, customer=customer, now=NOW)

    assert against(found)["reservation"].detail == (
        "“Renewals” (priority 90) will want them within the quiet period that a mail now would begin."
    )


def test_the_quiet_period_names_who_asked_last_and_an_exception(program: Program) -> None:
    """T45 G61: the campaign that asked, when, and what was granted."""
    campaign = CampaignFactory.create(quiet_rule=QuietRule.WAIT)
    QuietExceptionFactory.create(campaign=campaign, months=3)
    asked_at = datetime(2025, 12, 12, 9, tzinfo=UTC)
    contact = ContactFactory.create(last_asked_at=asked_at, next_survey_at=NOW + timedelta(days=90))
    customer = CustomerFactory.create(renewal_on=DUE, contact=contact)
    asking = CampaignFactory.create(name="Winter wave", state=CampaignState.ENDED)
    SentInvitationFactory.create(
        campaign=asking, customer=customer, sent_at=asked_at, attempt_started_at=asked_at
    )

    found = explaining.explain(campaign=campaign, customer=customer, now=NOW)

    rule = against(found)["quiet_period"]
    assert rule.detail == (
        "Asked last by “Winter wave” on December 12, 2025. "
        "An exception shortens the quiet period to 3 months. Quiet until March 12, 2026."
    )
    assert found.first_possible_at == rule.until == datetime(2026, 3, 11, 23, tzinfo=UTC)


def test_the_hours_name_the_next_opening_where_they_live(program: Program) -> None:
    """Also past a holiday of their country."""
    campaign = CampaignFactory.create(opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4])
    Holiday.objects.create(on=TODAY, country="FR", name="Jour férié")

    found = of(campaign, country="FR", time_zone="Europe/Paris")

    rule = against(found)["hours"]
    assert rule.detail.endswith("Next from March 11, 2026, 09:00, their time.")
    assert found.first_possible_at == datetime(2026, 3, 11, 8, tzinfo=UTC)


def test_limits_name_what_is_used_up(program: Program) -> None:
    """Two stand before them in line, and two of the account were asked lately."""
    program.account_most, program.account_days = 2, 30
    program.save(update_fields=["account_most", "account_days"])
    account, campaign = AccountFactory.create(name="Acme"), CampaignFactory.create(daily_cap=2)
    for days in (20, 10):
        at = NOW - timedelta(days=days)
        SentInvitationFactory.create(
            customer=CustomerFactory.create(account=account), sent_at=at, attempt_started_at=at
        )
    for _ in range(2):
        InvitationFactory.create(
            campaign=campaign,
            occasion_on=DUE,
            customer=CustomerFactory.create(renewal_on=DUE),
            send_after=NOW - timedelta(days=1),
        )

    found = of(campaign, account=account)

    rules = against(found)
    assert rules["account_limit"].detail == (
        "At most 2 people of Acme in 30 days. Room from March 20, 2026, 10:00."
    )
    assert (
        rules["daily_limit"].detail == "Today’s limit is used up, or by those who stand before them in line."
    )
    assert rules["daily_limit"].until == datetime(2026, 3, 10, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "facts", "verdict"),
    [
        (OutboxState.SENT, {}, "Was asked on March 10, 2026, 09:00."),
        (
            OutboxState.SENT,
            {"answered_at": NOW},
            "Was asked on March 10, 2026, 09:00 and answered on March 10, 2026, 10:00.",
        ),
        (OutboxState.SENT, {"bounced_at": NOW}, "Was asked on March 10, 2026, 09:00, and the mail bounced."),
        (
            OutboxState.UNKNOWN,
            {"sent_at": None},
            "May have been asked on March 10, 2026, 09:00: nobody knows whether the mail arrived.",
        ),
    ],
)
def test_an_occasion_that_was_used_says_what_came_of_it(
    program: Program, state: OutboxState, facts: dict[str, Any], verdict: str
) -> None:
    campaign = CampaignFactory.create()
    row = SentInvitationFactory.create(
        campaign=campaign,
        customer=CustomerFactory.create(renewal_on=DUE),
        occasion=f"renewal_on:{DUE}",
        occasion_on=DUE,
        expires_at=NOW + timedelta(days=14),
        state=state,
        **facts,
    )

    found = explaining.explain(campaign=campaign, customer=row.customer, now=NOW)

    assert (found.verdict, found.row) == (verdict, row)


def test_occasions_are_named(program: Program) -> None:
    """The date, the event, the wave, one's own day in the cycle; or that there is none."""
    customer = CustomerFactory.create(renewal_on=DUE, spread=3_900)
    EventFactory.create(customer=customer, occurred_at=NOW - timedelta(days=1), received_at=NOW)
    made = [
        CampaignFactory.create(),
        EventCampaignFactory.create(),
        WaveCampaignFactory.create(),
        CycleCampaignFactory.create(activated_at=NOW - timedelta(days=60)),
        CampaignFactory.create(date_field="churned_on", offset_days=1),
    ]

    told = [
        next(rule.detail for rule in found.rules if rule.name == "occasion")
        for found in (explaining.explain(campaign=each, customer=customer, now=NOW) for each in made)
    ]

    assert told == [
        "Renewal on May 9, 2026: due since March 10, 2026.",
        "“Support case closed” on March 9, 2026: due since March 10, 2026, 10:00.",
        "Wave of March 10, 2026: due since March 10, 2026.",
        "Their own day in the cycle, March 12, 2026: due on March 12, 2026.",
        "Nothing makes them due: the campaign asks 1 day after churn.",
    ]


def test_a_campaign_that_is_no_campaign_of_mails_says_so(program: Program) -> None:
    widget = CampaignFactory.create(
        channel=CampaignChannel.WIDGET, schedule_kind=ScheduleKind.NONE, date_field=""
    )

    found = of(widget)

    assert {rule.name: rule.passed for rule in found.rules} == {"campaign": True, "channel": False}
    assert (found.is_asked_now, found.first_possible_at) == (False, None)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (CampaignState.PAUSED, "Not asked now. It is paused. Once it is active, first possible: "),
        (CampaignState.DRAFT, "Not asked now. It is draft. Once it is active, first possible: "),
        (CampaignState.ENDED, "Will not be asked: the campaign has ended."),
    ],
)
def test_a_campaign_that_does_not_run_says_what_it_would_do(
    program: Program, state: CampaignState, verdict: str
) -> None:
    found = of(CampaignFactory.create(state=state))

    assert found.verdict.startswith(verdict)
    assert not found.is_asked_now


def test_explaining_writes_nothing(program: Program) -> None:
    """A GET changes nothing: no row, no hold."""
    campaign = CampaignFactory.create()
    customer = CustomerFactory.create(renewal_on=DUE)

    explaining.explain_all(customer=customer, now=NOW)

    campaign.refresh_from_db()
    assert not campaign.invitations.exists()
    assert customer.contact is not None
    customer.contact.refresh_from_db()
    assert customer.contact.next_survey_at is None

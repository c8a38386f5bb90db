"""Everything that planning checked is checked again at claim (judging/)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Audience, Customer
from surveys.domain import claiming, lots, schedule
from surveys.enums import DateField, Variant
from surveys.models import SurveyText
from team.models import Holiday
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign, Invitation
    from team.models import Program

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def state_of(row: Invitation) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def verdict_on(**facts: Any) -> tuple[str, str]:
    """What the claim makes of one due row."""
    row = InvitationFactory.create(**facts)
    claiming.claim(now=NOW)
    return state_of(row)


def test_claim_asks_the_saved_audience_once_for_all_rows(program: Program) -> None:
    """G64 T17: who left the audience after planning is not asked."""
    rules = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    campaign = CampaignFactory.create(audience=Audience.objects.create(name="Germany", rules=rules))
    inside = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(country="DE"))
    by_account = InvitationFactory.create(
        campaign=campaign, customer=CustomerFactory.create(account=AccountFactory.create(country="DE"))
    )
    outside = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(country="FR"))

    claiming.claim(now=NOW)

    assert [state_of(row) for row in (inside, by_account, outside)] == [
        ("claimed", ""),
        ("claimed", ""),
        ("skipped", "out_of_audience"),
    ]


def test_an_audience_that_makes_no_sense_any_more_stops_its_own_campaign_alone(program: Program) -> None:
    rules = {"match": "all", "rules": [{"field": "nobody_knows", "op": "in", "value": ["DE"]}]}
    broken = CampaignFactory.create(audience=Audience.objects.create(name="Broken", rules=rules), priority=90)
    rows = [InvitationFactory.create(campaign=broken), InvitationFactory.create()]

    claiming.claim(now=NOW)

    assert [state_of(row) for row in rows] == [("skipped", "out_of_audience"), ("claimed", "")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"country": "DE"}, ("skipped", "no_opt_in")),
        ({"country": "DE", "opted_in_at": NOW}, ("claimed", "")),
        ({"country": "US"}, ("claimed", "")),
        ({"email": "ada@mail.rival.example"}, ("skipped", "blocked_domain")),
        ({"email": "ada@arrival.example"}, ("claimed", "")),
    ],
)
def test_claim_obeys_the_programs_own_rules_of_today(
    program: Program, facts: dict[str, Any], expected: tuple[str, str]
) -> None:
    program.opt_in_countries, program.blocked_domains = ["DE"], ["rival.example"]
    program.save(update_fields=["opt_in_countries", "blocked_domains"])

    assert verdict_on(customer=CustomerFactory.create(**facts)) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(NOW + timedelta(hours=1), ("skipped", "paused")), (NOW, ("claimed", ""))],
)
def test_claim_leaves_alone_who_asked_for_a_pause(
    program: Program, until: datetime, expected: tuple[str, str]
) -> None:
    contact = ContactFactory.create(paused_until=until)

    assert verdict_on(customer=CustomerFactory.create(contact=contact)) == expected


def test_claim_cancels_what_is_left_of_a_merged_customer(program: Program) -> None:
    """I9: the one who is left has rows of their own."""
    merged = CustomerFactory.create(merged_into=CustomerFactory.create())

    assert verdict_on(customer=merged) == ("cancelled", "merged")


def test_claim_draws_the_sample_as_it_is_now(program: Program) -> None:
    """A smaller sample leaves out who was planned for the larger one; whoever has the lot stays in."""
    campaign = CampaignFactory.create(sample_percent=30)
    rows = [
        InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(spread=spread))
        for spread in range(40)
    ]

    claiming.claim(now=NOW)

    drawn = [
        lots.lot(row.customer.spread, campaign=campaign, purpose=lots.SAMPLE, of=100) < 30 for row in rows
    ]
    expected = [("claimed", "") if is_in else ("skipped", "not_sampled") for is_in in drawn]
    assert [state_of(row) for row in rows] == expected
    assert 0 < sum(drawn) < 40


def wave_row(campaign: Campaign, day: date, **facts: Any) -> Invitation:
    row: Invitation = InvitationFactory.create(
        campaign=campaign, occasion=f"wave:{day}", occasion_on=day, **facts
    )
    return row


def test_claim_cancels_a_wave_that_is_not_in_the_calendar_any_more(program: Program) -> None:
    """G59: a date that was taken out asks nobody."""
    campaign = WaveCampaignFactory.create(wave_dates=[TODAY.isoformat()])
    kept, gone = wave_row(campaign, TODAY), wave_row(campaign, TODAY - timedelta(days=1))

    claiming.claim(now=NOW)

    assert [state_of(row) for row in (kept, gone)] == [("claimed", ""), ("cancelled", "schedule_changed")]


def test_claim_asks_whose_turn_a_wave_is(program: Program) -> None:
    """T45: with groups that take turns, a wave asks its own group alone."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-01-10", TODAY.isoformat()], rotation=2)
    rows = [wave_row(campaign, TODAY, customer=CustomerFactory.create(spread=spread)) for spread in range(20)]

    claiming.claim(now=NOW)

    for row in rows:
        has_turn = schedule.group_of(campaign, row.customer.spread) == 1
        assert state_of(row) == (("claimed", "") if has_turn else ("skipped", "other_rotation"))


def test_claim_cancels_a_round_of_a_cycle_that_changed(program: Program) -> None:
    """G58: the round and the customer's own day in it must still be the cycle's."""
    campaign = CycleCampaignFactory.create()
    customer = CustomerFactory.create(spread=0)
    right = InvitationFactory.create(
        campaign=campaign, customer=customer, occasion="cycle:2026-01-01", occasion_on=date(2026, 1, 1)
    )
    wrong = InvitationFactory.create(
        campaign=campaign, occasion="cycle:2026-02-01", occasion_on=date(2026, 2, 1)
    )

    claiming.claim(now=NOW)

    assert [state_of(row) for row in (right, wrong)] == [("claimed", ""), ("cancelled", "schedule_changed")]


def test_a_cycle_waits_whatever_the_campaign_does_with_quiet_people(program: Program) -> None:
    """G58: "every six months" and "not more than once in six months" do not exclude each other."""
    until = NOW + timedelta(days=3)
    customer = CustomerFactory.create(spread=0, contact=ContactFactory.create(next_survey_at=until))
    row = InvitationFactory.create(
        campaign=CycleCampaignFactory.create(),
        customer=customer,
        occasion="cycle:2026-01-01",
        occasion_on=date(2026, 1, 1),
    )

    claiming.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "quiet_period", until)


def test_a_quiet_period_that_ends_today_is_waited_for(program: Program) -> None:
    """G58: also by a campaign that leaves quiet people out."""
    tonight = NOW + timedelta(hours=6)
    customer = CustomerFactory.create(contact=ContactFactory.create(next_survey_at=tonight))
    row = InvitationFactory.create(customer=customer)

    claiming.claim(now=NOW)

    assert (*state_of(row), row.send_after) == ("planned", "quiet_period", tonight)


def test_claim_keeps_people_for_a_campaign_of_higher_priority(program: Program) -> None:
    """A renewal in three months would fall into the quiet period that this mail begins."""
    keeper = CampaignFactory.create(priority=90, reserves=True, date_field=DateField.RENEWAL, offset_days=-60)
    kept = CustomerFactory.create(renewal_on=TODAY + timedelta(days=150))
    later = CustomerFactory.create(renewal_on=TODAY + timedelta(days=400))
    asking = EventCampaignFactory.create(priority=10)
    rows = [InvitationFactory.create(campaign=asking, customer=customer) for customer in (kept, later)]

    claiming.claim(now=NOW)

    assert [state_of(row) for row in rows] == [("skipped", f"reserved_for:{keeper.pk}"), ("claimed", "")]


@pytest.mark.parametrize(
    ("holiday", "country", "sends"),
    [("", "DE", False), ("DE", "DE", False), ("DE", "FR", True), ("DE", "", True)],
)
def test_claim_passes_over_the_holidays_where_the_customer_lives(
    program: Program, holiday: str, country: str, sends: bool
) -> None:
    """The everywhere ones and those of their country; the next working day is the next open hour."""
    Holiday.objects.create(on=TODAY, country=holiday, name="Founders’ Day")
    campaign = CampaignFactory.create(opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4])
    row = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(country=country))

    claiming.claim(now=NOW)

    if sends:
        assert state_of(row) == ("claimed", "")
    else:
        tomorrow_at_nine = datetime(2026, 3, 11, 8, tzinfo=UTC)
        assert (*state_of(row), row.send_after) == ("planned", "send_window", tomorrow_at_nine)


def test_a_campaign_may_work_on_holidays(program: Program) -> None:
    Holiday.objects.create(on=TODAY, country="", name="Founders’ Day")

    assert verdict_on(campaign=CampaignFactory.create(skips_holidays=False)) == ("claimed", "")


def test_claim_draws_the_subject_and_keeps_it(program: Program) -> None:
    """G65: frozen with the row, half and half, and only where the language has a second subject."""
    campaign = CampaignFactory.create(tests_subject=True)
    SurveyText.objects.filter(survey=campaign.survey, language="de").update(subject_b="")
    rows = [InvitationFactory.create(campaign=campaign) for _ in range(30)]
    german = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(language="de"))
    untested = InvitationFactory.create()

    claiming.claim(now=NOW)

    for row in (*rows, german, untested):
        row.refresh_from_db()
    assert {row.variant for row in rows} == {Variant.A, Variant.B}
    assert (german.variant, untested.variant) == ("", "")
    assert Customer.objects.count() == 32

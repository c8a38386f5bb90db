"""Every reason that speaks against asking somebody: what wins, and what may be cured."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason, Stage
from customers.models import Audience, Contact, Customer
from surveys.domain import exceptions, lots, outlook, planning
from surveys.enums import CampaignState, QuietRule
from surveys.models import Campaign, Invitation
from team.models import Holiday
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import CampaignFactory, EventCampaignFactory, WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

pytestmark = pytest.mark.django_db

DUE_TODAY = date(2026, 5, 9)
GERMANS = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}


def outcome(campaign: Campaign) -> dict[str, tuple[str, str]]:
    """Plan, then what became of everybody, by name."""
    planning.plan(campaign=campaign, now=NOW)
    found = Invitation.objects.filter(campaign=campaign).select_related("customer")
    return {row.customer.name: (row.state, row.reason) for row in found}


def due(name: str, **facts: Any) -> Customer:
    customer: Customer = CustomerFactory.create(name=name, renewal_on=DUE_TODAY, **facts)
    return customer


def test_a_saved_audience_decides_who_may_be_asked(program: Program) -> None:
    """G2 T17: a campaign's saved audience, beside its stages; who enters it in time is asked after all."""
    campaign = CampaignFactory.create(
        audience=Audience.objects.create(name="Germans", rules=GERMANS), stages=[Stage.RENEWAL]
    )
    due("Inside", country="DE", stage=Stage.RENEWAL)
    due("Other stage", country="DE")
    late = due("Other country", country="FR", stage=Stage.RENEWAL)

    assert outcome(campaign) == {
        "Inside": ("planned", ""),
        "Other stage": ("skipped", "out_of_audience"),
        "Other country": ("skipped", "out_of_audience"),
    }

    Customer.objects.filter(pk=late.pk).update(country="DE")
    assert outcome(campaign)["Other country"] == ("planned", "")


def test_a_saved_audience_holds_for_events_too(program: Program) -> None:
    campaign = EventCampaignFactory.create(audience=Audience.objects.create(name="Germans", rules=GERMANS))
    EventFactory.create(customer__name="Inside", customer__country="DE")
    EventFactory.create(customer__name="Outside", customer__country="FR")

    assert outcome(campaign) == {"Inside": ("planned", ""), "Outside": ("skipped", "out_of_audience")}


def test_people_of_some_countries_must_have_agreed(program: Program) -> None:
    program.opt_in_countries = ["DE"]
    program.save(update_fields=["opt_in_countries"])
    campaign = CampaignFactory.create()
    asked = due("German", country="DE")
    due("German who agreed", country="DE", opted_in_at=NOW)
    due("Of a German account", account=AccountFactory.create(country="DE"))
    due("French in a German account", country="FR", account=AccountFactory.create(country="DE"))

    assert outcome(campaign) == {
        "German": ("skipped", "no_opt_in"),
        "German who agreed": ("planned", ""),
        "Of a German account": ("skipped", "no_opt_in"),
        "French in a German account": ("planned", ""),
    }

    Customer.objects.filter(pk=asked.pk).update(opted_in_at=NOW)
    assert outcome(campaign)["German"] == ("planned", "")


def test_blocked_domains_get_no_mail(program: Program) -> None:
    program.blocked_domains = ["rival.example"]
    program.save(update_fields=["blocked_domains"])
    campaign = CampaignFactory.create()
    due("There", email="a@rival.example")
    due("Below", email="a@mail.rival.example")
    due("Beside", email="a@notrival.example")

    assert outcome(campaign) == {
        "There": ("skipped", "blocked_domain"),
        "Below": ("skipped", "blocked_domain"),
        "Beside": ("planned", ""),
    }


def test_who_asked_for_a_pause_is_left_alone_until_it_ends(program: Program) -> None:
    """A pause is a person's own wish; the occasion comes back if the window is still open then."""
    campaign = CampaignFactory.create()
    due("Paused", contact=ContactFactory.create(paused_until=NOW + timedelta(days=3)))
    due("Not any more", contact=ContactFactory.create(paused_until=NOW))

    assert outcome(campaign) == {"Paused": ("skipped", "paused"), "Not any more": ("planned", "")}

    planning.plan(campaign=campaign, now=NOW + timedelta(days=3))
    assert Invitation.objects.get(customer__name="Paused").state == "planned"


def test_a_sample_is_drawn_by_lot_and_stays_so(program: Program) -> None:
    """G64: who is not drawn stays out of this campaign, whenever one looks."""
    campaign = CampaignFactory.create(sample_percent=30)
    spreads = range(0, 10_000, 250)
    drawn = {n for n in spreads if lots.lot(n, campaign=campaign, purpose=lots.SAMPLE, of=100) < 30}
    for number in spreads:
        due(f"{number}", spread=number)

    assert outcome(campaign) == {
        f"{number}": ("planned", "") if number in drawn else ("skipped", "not_sampled") for number in spreads
    }
    assert outcome(campaign)[f"{min(set(spreads) - drawn)}"] == ("skipped", "not_sampled")


def test_a_larger_share_takes_in_who_was_left_out_and_lets_nobody_go(program: Program) -> None:
    """G64: while the occasion is open; whoever had the lot before has it still."""
    campaign = CampaignFactory.create(sample_percent=30)
    for number in range(0, 10_000, 250):
        due(f"{number}", spread=number)
    before = {name for name, (state, _) in outcome(campaign).items() if state == "planned"}
    Campaign.objects.filter(pk=campaign.pk).update(sample_percent=60)
    campaign.refresh_from_db()

    after = {name for name, (state, _) in outcome(campaign).items() if state == "planned"}

    assert before < after
    assert len(after) == pytest.approx(24, abs=8)
    assert planning.plan(campaign=campaign, now=NOW).written == 0


def test_a_larger_share_comes_too_late_for_occasions_that_are_over(program: Program) -> None:
    """T46"""
    campaign = CampaignFactory.create(sample_percent=1, window_days=3)
    for number in range(0, 10_000, 500):
        due(f"{number}", spread=number)
    before = outcome(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(sample_percent=100)
    campaign.refresh_from_db()

    assert planning.plan(campaign=campaign, now=NOW + timedelta(days=4)).written == 0
    found = {row.customer.name: (row.state, row.reason) for row in Invitation.objects.all()}
    assert found == before


def test_the_audience_comes_first_then_the_turn_then_the_lot_then_the_address(program: Program) -> None:
    """T17: one reason each, so that the counts add up."""
    campaign = WaveCampaignFactory.create(stages=[Stage.RENEWAL], sample_percent=1, rotation=12)
    nobody = {"email": "", "canonical_email": None, "contact": None}
    CustomerFactory.create_batch(40, stage=Stage.PROSPECT, **nobody)
    CustomerFactory.create_batch(40, stage=Stage.RENEWAL, **nobody)

    planning.plan(campaign=campaign, now=NOW)

    found = set(Invitation.objects.values_list("customer__stage", "reason"))
    assert found <= {
        ("prospect", "out_of_audience"),
        ("renewal", "other_rotation"),
        ("renewal", "not_sampled"),
        ("renewal", "no_address"),
    }
    assert Invitation.objects.filter(reason="out_of_audience").count() == 40
    assert Invitation.objects.filter(reason="other_rotation").count() > 20


def test_merged_and_erased_people_are_not_considered(program: Program) -> None:
    campaign = CampaignFactory.create()
    left = due("Left")
    due("Merged", merged_into=left)
    due("Erased", erased_at=NOW)
    event = EventCampaignFactory.create()
    EventFactory.create(customer__name="Merged event", customer__merged_into=left)

    assert outcome(campaign) == {"Left": ("planned", "")}
    assert outcome(event) == {}


def test_a_day_off_is_passed_over(program: Program) -> None:
    """Days off of everywhere move the mail on, a country’s own only at the claim; some campaigns work on."""
    Holiday.objects.create(on=date(2026, 3, 10), name="Founders’ day")
    Holiday.objects.create(on=date(2026, 3, 11), country="FR", name="Theirs alone")
    resting, working = CampaignFactory.create(), CampaignFactory.create(skips_holidays=False)
    due("Ada")

    for campaign in (resting, working):
        planning.plan(campaign=campaign, now=NOW)

    sends = dict(Invitation.objects.values_list("campaign", "send_after"))
    assert sends[working.pk] == datetime(2026, 3, 9, 23, tzinfo=UTC)
    assert sends[resting.pk] == datetime(2026, 3, 10, 23, tzinfo=UTC)


def test_a_window_that_opens_too_late_is_too_late(program: Program) -> None:
    """G28: everybody considered has a row, also who falls due on a closed day of a window of a day."""
    campaign = CampaignFactory.create(window_days=0, weekdays=[2])
    due("Ada")

    assert outcome(campaign) == {"Ada": ("skipped", "too_late")}


def test_an_events_mail_leaves_inside_the_send_window(program: Program) -> None:
    """T46: a delay that ends at night, or on a Sunday, ends when the campaign may send."""
    campaign = EventCampaignFactory.create(
        delay_hours=24, weekdays=[0, 1, 2, 3, 4], opens_at=time(9), closes_at=time(17)
    )
    at = datetime(2026, 3, 10, 2, tzinfo=UTC)
    for name, zone in (("Berlin", ""), ("Los Angeles", "America/Los_Angeles"), ("Tokyo", "Asia/Tokyo")):
        customer = CustomerFactory.create(name=name, time_zone=zone)
        EventFactory.create(customer=customer, occurred_at=at, received_at=NOW)

    planning.plan(campaign=campaign, now=NOW)

    assert dict(Invitation.objects.values_list("customer__name", "send_after")) == {
        "Berlin": datetime(2026, 3, 11, 8, tzinfo=UTC),
        # Ten in the evening before: the next morning.
        "Los Angeles": datetime(2026, 3, 11, 16, tzinfo=UTC),
        "Tokyo": at + timedelta(hours=24),
    }


def test_an_exception_of_the_campaign_shortens_the_quiet_period(program: Program, admin: User) -> None:
    """T45 G61: quarterly only by an explicit exception; months count from the day somebody was asked."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-11"])
    asked = {
        "Three months ago": datetime(2025, 12, 11, 9, tzinfo=UTC),
        "A day less": datetime(2025, 12, 12, 9, tzinfo=UTC),
        "Long ago": datetime(2025, 10, 1, 9, tzinfo=UTC),
    }
    for name, at in asked.items():
        hold = datetime(at.year + (at.month > 6), (at.month + 5) % 12 + 1, at.day, tzinfo=UTC)
        CustomerFactory.create(
            name=name, contact=ContactFactory.create(last_asked_at=at, next_survey_at=hold)
        )

    assert set(outlook.outlook(campaign=campaign, now=NOW).held) == {"quiet_period"}

    exceptions.grant(
        campaign=campaign, months=3, reason="Quarterly", until=NOW + timedelta(days=300), actor=admin, now=NOW
    )

    assert outcome(campaign) == {
        "Three months ago": ("planned", ""),
        "A day less": ("skipped", "quiet_period"),
        "Long ago": ("planned", ""),
    }


def test_an_exception_of_a_contact_is_theirs_alone(program: Program, admin: User) -> None:
    """G61: no months at all for one, six for the other; and a wish for a pause stands above it."""
    campaign = CampaignFactory.create()
    facts = {"last_asked_at": NOW - timedelta(days=9), "next_survey_at": NOW + timedelta(days=170)}
    free = due("Free", contact=ContactFactory.create(**facts))
    due("Quiet", contact=ContactFactory.create(**facts))
    wish = due("Paused", contact=ContactFactory.create(**facts, paused_until=NOW + timedelta(days=9)))
    for customer in (free, wish):
        exceptions.grant(
            contact=customer.contact, months=0, reason="Asked to", until=NOW + timedelta(days=9), actor=admin,
            now=NOW,
        )  # fmt: skip

    assert outcome(campaign) == {
        "Free": ("planned", ""),
        "Quiet": ("skipped", "quiet_period"),
        "Paused": ("skipped", "paused"),
    }


def test_who_waits_under_an_exception_waits_for_its_months(program: Program, admin: User) -> None:
    campaign = CampaignFactory.create(quiet_rule=QuietRule.WAIT)
    asked = datetime(2025, 12, 15, 9, tzinfo=UTC)
    due("Ada", contact=ContactFactory.create(last_asked_at=asked, next_survey_at=NOW + timedelta(days=99)))
    exceptions.grant(
        campaign=campaign, months=3, reason="Quarterly", until=NOW + timedelta(days=300), actor=admin, now=NOW
    )

    assert outcome(campaign) == {"Ada": ("planned", "quiet_period")}
    assert Invitation.objects.get().send_after == datetime(2026, 3, 14, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reason", "is_curable"),
    [
        (BlockReason.UNSUBSCRIBED, True),
        (BlockReason.BOUNCED, True),
        (BlockReason.STAFF, True),
        (BlockReason.COMPLAINED, False),
    ],
)
def test_a_block_that_is_lifted_in_time_is_cured_but_never_a_complaint(
    program: Program, reason: str, is_curable: bool
) -> None:
    campaign = CampaignFactory.create()
    due("Ada", contact=ContactFactory.create(blocked_reason=reason, blocked_at=NOW))
    assert outcome(campaign) == {"Ada": ("skipped", reason)}

    Contact.objects.update(blocked_reason="", blocked_at=None)

    assert outcome(campaign) == {"Ada": ("planned", "") if is_curable else ("skipped", reason)}


def test_only_mails_are_planned(program: Program) -> None:
    campaign = CampaignFactory.create(channel="link", schedule_kind="none", date_field="", offset_days=0)
    due("Ada")

    assert planning.plan_due(now=NOW) == {}
    assert outlook.outlook(campaign=campaign, now=NOW).considered == 0
    assert campaign.state == CampaignState.ACTIVE

"""Reservations: who is kept for a campaign of higher priority, and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from customers.enums import Stage
from customers.models import Audience, Customer
from mailroom.enums import OutboxState
from surveys.domain import exceptions, outlook, planning, schedule
from surveys.enums import CampaignState, label_of_reason
from surveys.models import Campaign, Invitation
from tests.factories.customers import CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
BUYER = {"purchase_count": 1, "first_purchase_on": date(2024, 1, 1)}


def lower() -> Campaign:
    """A day after a support case: below what reserves."""
    campaign: Campaign = EventCampaignFactory.create(priority=10)
    return campaign


def event_of(customer: Customer) -> None:
    EventFactory.create(customer=customer, occurred_at=NOW, received_at=NOW)


def outcome(campaign: Campaign) -> dict[str, str]:
    planning.plan(campaign=campaign, now=NOW)
    found = Invitation.objects.filter(campaign=campaign).select_related("customer")
    return {row.customer.name: row.reason for row in found}


def renewing(name: str, days: int, **facts: object) -> Customer:
    """Somebody whose occasion, 60 days before their renewal, is so many days ahead."""
    customer: Customer = CustomerFactory.create(
        name=name, renewal_on=TODAY + timedelta(days=days + 60), **facts
    )
    return customer


def test_people_are_kept_for_an_occasion_inside_the_quiet_period(program: Program) -> None:
    """G31 G60: a support survey does not burn the survey before the renewal; beyond six months it may ask."""
    keeper, campaign = CampaignFactory.create(priority=90, reserves=True), lower()
    for name, days in (("Soon", 30), ("Just inside", 184), ("On the boundary", 185), ("Beyond", 200)):
        event_of(renewing(name, days))
    event_of(CustomerFactory.create(name="No renewal"))
    event_of(renewing("Open since a week", -7))
    event_of(renewing("Over", -20))

    kept = f"reserved_for:{keeper.pk}"

    # The mail leaves on 11 March: its quiet period ends on 11 September, 185 days after the 10th.
    assert outcome(campaign) == {
        "Soon": kept,
        "Just inside": kept,
        "On the boundary": "",
        "Beyond": "",
        "No renewal": "",
        "Open since a week": kept,
        "Over": "",
    }
    assert label_of_reason(kept) == "Kept for a campaign of higher priority"


@pytest.mark.parametrize(
    "facts",
    [
        {"reserves": False},
        {"state": CampaignState.PAUSED},
        {"priority": 10},
        {"priority": 5},
    ],
    ids=["does not reserve", "is paused", "same priority", "lower priority"],
)
def test_only_active_campaigns_of_higher_priority_keep_people(
    program: Program, facts: dict[str, object]
) -> None:
    CampaignFactory.create(**{"priority": 90, "reserves": True, **facts})
    event_of(renewing("Ada", 30))

    assert outcome(lower()) == {"Ada": ""}


def test_a_reservation_that_falls_away_gives_them_back(program: Program) -> None:
    """The reason is curable while the window is open: here the date went away."""
    keeper, campaign = CampaignFactory.create(priority=90, reserves=True), lower()
    ada = renewing("Ada", 30)
    event_of(ada)
    assert outcome(campaign) == {"Ada": f"reserved_for:{keeper.pk}"}

    Customer.objects.filter(pk=ada.pk).update(renewal_on=None)
    assert outcome(campaign) == {"Ada": ""}


def test_an_occasion_that_was_handled_keeps_nobody(program: Program) -> None:
    keeper, campaign = CampaignFactory.create(priority=90, reserves=True), lower()
    for name, state, reason in (
        ("Asked", OutboxState.EXPIRED, "too_late"),
        ("Lost", OutboxState.SKIPPED, "quiet_period"),
        ("Curable", OutboxState.SKIPPED, "no_opt_in"),
        ("Planned", OutboxState.PLANNED, ""),
    ):
        person = renewing(name, -2)
        event_of(person)
        InvitationFactory.create(
            campaign=keeper, customer=person, occasion=f"renewal_on:{person.renewal_on}",
            occasion_on=person.renewal_on, state=state, reason=reason,
        )  # fmt: skip
    kept = f"reserved_for:{keeper.pk}"

    assert outcome(campaign) == {"Asked": "", "Lost": "", "Curable": kept, "Planned": kept}


def test_a_stage_is_judged_as_of_the_occasion(program: Program) -> None:
    """G31: whoever will be in the renewal stage then is kept now, though they are not in it yet."""
    keeper = CampaignFactory.create(priority=90, reserves=True, stages=[Stage.RENEWAL])
    campaign = lower()
    event_of(renewing("Buyer", 120, stage=Stage.ESTABLISHED, **BUYER))
    event_of(renewing("Prospect", 120, stage=Stage.PROSPECT))

    assert outcome(campaign) == {"Buyer": f"reserved_for:{keeper.pk}", "Prospect": ""}


def test_only_its_own_audience_and_sample_are_kept(program: Program) -> None:
    rules = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    audience = Audience.objects.create(name="Germans", rules=rules)
    keeper = CampaignFactory.create(priority=90, reserves=True, audience=audience)
    campaign = lower()
    event_of(renewing("German", 30, country="DE"))
    event_of(renewing("French", 30, country="FR"))

    assert outcome(campaign) == {"German": f"reserved_for:{keeper.pk}", "French": ""}


def test_a_wave_keeps_those_whose_turn_it_is(program: Program) -> None:
    """G60 T45: the wave in three months keeps its group, not the other."""
    keeper = WaveCampaignFactory.create(
        priority=90, reserves=True, wave_dates=["2026-06-10", "2026-12-10"], rotation=2
    )
    campaign = lower()
    for group in (0, 1):
        spread = next(n for n in range(10_000) if schedule.group_of(keeper, n) == group)
        event_of(CustomerFactory.create(name=f"Group {group}", spread=spread))

    # The second group's wave lies beyond a quiet period that begins today.
    assert outcome(campaign) == {"Group 0": f"reserved_for:{keeper.pk}", "Group 1": ""}


def test_the_highest_of_several_is_named(program: Program) -> None:
    low = CampaignFactory.create(priority=80, reserves=True)
    high = WaveCampaignFactory.create(priority=90, reserves=True, wave_dates=["2026-06-10"])
    campaign = lower()
    event_of(renewing("Both", 30))

    assert outcome(campaign) == {"Both": f"reserved_for:{high.pk}"}

    high.priority = 70
    high.save(update_fields=["priority"])
    assert outcome(campaign) == {"Both": f"reserved_for:{low.pk}"}


def test_a_keeper_with_an_exception_keeps_for_its_own_months(program: Program, admin: User) -> None:
    """G61: who may be asked again after a month by the keeper need not be kept for half a year."""
    keeper, campaign = CampaignFactory.create(priority=90, reserves=True), lower()
    exceptions.grant(
        campaign=keeper, months=1, reason="Agreed", until=NOW + timedelta(days=90), actor=admin, now=NOW
    )
    event_of(renewing("Soon", 20))
    event_of(renewing("Later", 60))

    assert outcome(campaign) == {"Soon": f"reserved_for:{keeper.pk}", "Later": ""}


def test_dated_campaigns_give_way_too_and_the_outlook_shows_it(program: Program) -> None:
    keeper = CampaignFactory.create(priority=90, reserves=True)
    campaign = CampaignFactory.create(date_field="joined_on", offset_days=30, priority=10)
    renewing("Today", 100, joined_on=TODAY - timedelta(days=30))
    # Due in twenty days: the quiet period from then on reaches further.
    renewing("In twenty days", 200, joined_on=TODAY - timedelta(days=10))
    renewing("Free", 300, joined_on=TODAY - timedelta(days=10))

    ahead = outlook.outlook(campaign=campaign, now=NOW)

    assert ahead.held == {f"reserved_for:{keeper.pk}": 2}
    assert (ahead.asked, ahead.considered) == (1, 3)
    assert outcome(campaign) == {"Today": f"reserved_for:{keeper.pk}"}

"""Twenty planners at once write each row once: real threads, real transactions, both databases."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation
from tests.factories.customers import ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import claim_until_nothing_is_due, side_by_side

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)

PLANNERS, PEOPLE = 20, 60


@pytest.fixture
def campaigns(program: Program, monkeypatch: pytest.MonkeyPatch) -> list[Campaign]:
    """One campaign of each kind, everybody due for all of them, and slices small enough to interleave."""
    for vendor in planning.SLICE:
        monkeypatch.setitem(planning.SLICE, vendor, 7)
    for number in range(PEOPLE):
        contact = ContactFactory.create(next_survey_at=NOW + timedelta(days=9) if number % 7 == 0 else None)
        # 3,757 to 3,811 is 10 March in the round that begins on 1 January.
        customer = CustomerFactory.create(contact=contact, renewal_on=date(2026, 5, 9), spread=3760)
        EventFactory.create(customer=customer)
    return [
        CampaignFactory.create(priority=90, reserves=True),
        EventCampaignFactory.create(priority=50),
        CycleCampaignFactory.create(priority=40),
        WaveCampaignFactory.create(priority=30),
    ]


def rows() -> Counter[tuple[int, int]]:
    return Counter(Invitation.objects.values_list("campaign_id", "customer_id"))


def test_twenty_planners_write_each_row_once(campaigns: list[Campaign]) -> None:
    """G61: whoever plans, and however often at once, there is one row for each campaign and customer."""
    found = side_by_side(lambda: planning.plan_due(now=NOW) or plan_all(campaigns), PLANNERS)

    assert len(found) == PLANNERS
    assert rows() == {
        (campaign.pk, customer): 1
        for campaign in campaigns
        for customer in Customer.objects.values_list("pk", flat=True)
    }
    before = list(Invitation.objects.order_by("pk").values())
    plan_all(campaigns)
    assert list(Invitation.objects.order_by("pk").values()) == before


def plan_all(campaigns: list[Campaign]) -> dict[Campaign, planning.Planned]:
    return {campaign: planning.plan(campaign=campaign, now=NOW) for campaign in campaigns}


def test_planners_and_claimers_at_once_ask_nobody_twice(campaigns: list[Campaign]) -> None:
    """G61: ten plan and ten claim at the same time, over four campaigns."""

    def work(number: int) -> int:
        return claim_until_nothing_is_due() if number % 2 else len(plan_all(campaigns))

    numbers = iter(range(PLANNERS))
    side_by_side(lambda: work(next(numbers)), PLANNERS)
    claim_until_nothing_is_due()

    taken = Counter(Invitation.objects.filter(state=OutboxState.CLAIMED).values_list("contact_id", flat=True))
    assert set(taken.values()) <= {1}
    assert not Invitation.objects.due(now=NOW).exists()
    assert set(rows().values()) == {1}


def test_ending_a_campaign_stops_its_planners_between_two_slices(campaigns: list[Campaign]) -> None:
    """G2: nothing is written for a campaign that has ended, whoever is planning it."""
    first = campaigns[0]

    def stop(_: Campaign, number: int, __: int) -> None:
        if number == 2:
            Campaign.objects.filter(pk=first.pk).update(state=CampaignState.ENDED)

    planning.plan(campaign=first, now=NOW, progress=stop)

    assert Invitation.objects.filter(campaign=first).count() == 14
    assert claiming.claim(now=NOW).claimed == 0

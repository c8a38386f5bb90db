"""An audience that cannot be read any more stops its own campaign, and no other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.models import Audience
from surveys.domain import claiming, forecasting, outlook, planning
from surveys.enums import CampaignState
from surveys.models import Invitation
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db
DUE = (NOW + timedelta(days=60)).date()
GONE = {"match": "all", "rules": [{"field": "attributes.gone", "op": "is", "value": "x"}]}


def broken() -> Audience:
    return Audience.objects.create(name="Broken", rules=GONE)


def outcome() -> set[tuple[int, str, str]]:
    return set(Invitation.objects.values_list("campaign", "state", "reason"))


def test_planning_goes_on_with_the_others(program: Program) -> None:
    """T17: whoever is due for the broken one is outside its audience, until somebody mends it."""
    CustomerFactory.create(renewal_on=DUE)
    first = CampaignFactory.create(audience=broken(), priority=90)
    second = CampaignFactory.create()

    planning.plan_due(now=NOW)

    assert outcome() == {(first.pk, "skipped", "out_of_audience"), (second.pk, "planned", "")}
    assert outlook.outlook(campaign=first, now=NOW).held == {"out_of_audience": 1}

    Audience.objects.update(rules={})
    planning.plan(campaign=first.__class__.objects.get(pk=first.pk), now=NOW)
    assert outcome() == {(first.pk, "planned", ""), (second.pk, "planned", "")}


@pytest.mark.parametrize("make", [CampaignFactory, WaveCampaignFactory])
def test_a_reservation_of_such_a_campaign_keeps_nobody_and_stops_no_claim(
    program: Program, make: type[CampaignFactory]
) -> None:
    """T45: one broken campaign of high priority would have stopped every mail of all others."""
    make.create(audience=broken(), priority=90, reserves=True)
    customer = CustomerFactory.create(renewal_on=DUE)
    campaign = CampaignFactory.create()
    planning.plan(campaign=campaign, now=NOW)
    InvitationFactory.create(campaign=campaign)

    assert claiming.claim(now=NOW).claimed == 2
    assert customer.invitations.get().state == "claimed"


def test_a_reservation_without_days_to_come_keeps_nobody(program: Program) -> None:
    """T45: both databases take "nobody" for a day that never is."""
    WaveCampaignFactory.create(priority=90, reserves=True, wave_dates=["2020-01-01"])
    CustomerFactory.create(renewal_on=DUE)
    campaign = CampaignFactory.create(state=CampaignState.ACTIVE)

    planning.plan(campaign=campaign, now=NOW)

    assert outcome() == {(campaign.pk, "planned", "")}
    assert forecasting.forecast(campaign=campaign, now=NOW) == []

"""Lots: the same in Python and in SQL, and independent of each other."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.models import Customer
from customers.models.customer import SPREAD
from surveys.domain import lots
from surveys.models import Campaign
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory

PURPOSES = [lots.SAMPLE, lots.ROTATION]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(
    campaign_id=st.integers(1, 2**62),
    purpose=st.sampled_from(PURPOSES),
    of=st.sampled_from([2, 3, 12, 100]),
    spreads=st.lists(st.integers(0, SPREAD - 1), min_size=1, max_size=20, unique=True),
)
def test_lot_of_is_lot_in_sql(campaign_id: int, purpose: str, of: int, spreads: list[int]) -> None:
    """T45: who is drawn is arithmetic with whole numbers, the same in SQL and in Python."""
    campaign = Campaign(pk=campaign_id)
    Customer.objects.all().delete()
    for spread in [0, SPREAD - 1, *spreads]:
        CustomerFactory.create(spread=spread, email="", canonical_email=None, contact=None)

    found = Customer.objects.annotate(lot=lots.lot_of(campaign=campaign, purpose=purpose, of=of)).values_list(
        F("spread"), "lot"
    )

    assert dict(found) == {
        spread: lots.lot(spread, campaign=campaign, purpose=purpose, of=of)
        for spread in [0, SPREAD - 1, *spreads]
    }


@pytest.mark.parametrize("campaign_id", [1, 2, 77, 12_345])
def test_lots_are_fair_and_tell_nothing_of_each_other(campaign_id: int) -> None:
    """The sample, the turn and the half of the cycle are independent; so are two campaigns' samples."""
    mine, other = Campaign(pk=campaign_id), Campaign(pk=campaign_id + 1)
    groups = Counter(
        (
            lots.lot(spread, campaign=mine, purpose=lots.SAMPLE, of=100) < 50,
            lots.lot(spread, campaign=mine, purpose=lots.ROTATION, of=2),
            lots.lot(spread, campaign=other, purpose=lots.SAMPLE, of=100) < 50,
            spread < SPREAD // 2,
        )
        for spread in range(SPREAD)
    )

    assert len(groups) == 16
    assert all(abs(count - SPREAD / 16) < 100 for count in groups.values()), groups


def test_a_draft_has_lots_before_it_is_stored() -> None:
    draft = CampaignFactory.build(survey=None)

    assert 0 <= lots.lot(17, campaign=draft, purpose=lots.SAMPLE, of=100) < 100

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import Stage
from surveys.enums import CampaignState
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SEGMENTS = "/campaigns/segments/"


def test_the_five_segments_stand_side_by_side(onlooker: Client) -> None:
    """G2 G21 G65: what asks each of them alone or among others, and how they answer."""
    renewal = CampaignFactory.create(name="Before renewal", stages=["renewal"])
    everybody = CampaignFactory.create(name="Everybody", stages=[], state=CampaignState.PAUSED)
    CampaignFactory.create(name="Draft", stages=["renewal"], state=CampaignState.DRAFT)
    CustomerFactory.create(stage=Stage.LOSS)
    SentInvitationFactory.create_batch(2, campaign=everybody, stage="renewal")
    SentInvitationFactory.create(campaign=renewal, stage="renewal", answered_at=NOW)

    rows = onlooker.get(SEGMENTS).context["segments"]

    assert [row.stage for row in rows] == ["prospect", "new", "renewal", "advocate", "loss"]
    told = {row.stage.value: row for row in rows}
    assert [one.campaign for one in told["renewal"].own] == [renewal]
    assert [one.campaign for one in told["renewal"].among_others] == [everybody]
    assert (told["renewal"].rate.reached, told["renewal"].rate.percent) == (3, 33.3)
    assert (told["loss"].members, told["loss"].rate.percent) == (1, None)


def test_a_segment_that_nothing_asks_leads_to_its_template(page: Client, onlooker: Client) -> None:
    """G21"""
    link = 'href="/campaigns/new/?template=churn"'

    assert link in page.get(SEGMENTS).content.decode()
    assert link not in onlooker.get(SEGMENTS).content.decode()


def test_segments_take_the_same_queries_for_one_campaign_and_three(onlooker: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            onlooker.get(SEGMENTS)
        return len(captured)

    CampaignFactory.create(stages=["renewal"])
    queries()
    one = queries()
    CampaignFactory.create_batch(2, stages=["loss"])

    assert queries() == one

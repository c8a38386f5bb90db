"""How planning's statement is run: as quickly for a dozen days as for a hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from surveys.domain import candidates, planning
from surveys.domain.schedule import HORIZON
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db


def steps(campaign: Campaign, program: Program) -> str:
    """What SQLite says of the way it takes."""
    due = candidates.due(campaign, program=program, now=NOW, until=NOW + HORIZON)
    [select] = due.selects()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {select.sql}", select.params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_sqlite_looks_the_days_up(program: Program) -> None:
    """T17: sixteen days were read through for every customer, which took as long as all the rest."""
    if connection.vendor != "sqlite":
        return
    CustomerFactory.create()
    several, one = CampaignFactory.create(window_days=14), WaveCampaignFactory.create()

    assert "SEARCH slot USING AUTOMATIC COVERING INDEX" in steps(several, program)
    assert "SCAN slot" in steps(one, program)


@pytest.mark.parametrize("window_days", [0, 2, 5, 14, 40])
def test_rows_of_nothing_plan_nobody(program: Program, window_days: int) -> None:
    """T17: each due customer once, whatever the number of days."""
    campaign = CampaignFactory.create(window_days=window_days)
    due = CustomerFactory.create(renewal_on="2026-05-09", time_zone="Asia/Tokyo")
    CustomerFactory.create(renewal_on="2027-05-09")
    CustomerFactory.create()

    assert planning.plan(campaign=campaign, now=NOW).written == 1
    assert list(campaign.invitations.values_list("customer", "reason")) == [(due.pk, "")]

"""The dry run: counts by reason, today and in the coming days, and people behind each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import Stage
from surveys.domain import cycles, outlook, planning
from surveys.enums import QuietRule
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, CycleCampaignFactory, WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

DUE_TODAY = date(2026, 5, 9)


def test_outlook_tells_todays_reasons_from_later_ones(program: Program) -> None:
    """G60: today and the next 30 days, by reason."""
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL])
    for days in (0, 0, 5):
        CustomerFactory.create(renewal_on=DUE_TODAY + timedelta(days=days), stage=Stage.LOSS)
        CustomerFactory.create(renewal_on=DUE_TODAY + timedelta(days=days), stage=Stage.RENEWAL)

    ahead = outlook.outlook(campaign=campaign, now=NOW)

    assert (ahead.today, ahead.asked) == (2, 3)
    assert (ahead.held_today, ahead.held) == ({"out_of_audience": 2}, {"out_of_audience": 3})


def test_samples_show_people_of_every_reason_in_one_look(program: Program) -> None:
    """G60: as many queries for a hundred people of two reasons as for two."""
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL])
    queries = []
    for stage in (Stage.RENEWAL, Stage.LOSS):
        CustomerFactory.create_batch(4, renewal_on=DUE_TODAY, stage=stage)
        with CaptureQueriesContext(connection) as captured:
            outlook.samples(campaign=campaign, now=NOW)
        queries.append(len(captured))

    found = outlook.samples(campaign=campaign, now=NOW, limit=3)

    assert queries[0] == queries[1]
    assert {code: len(people) for code, people in found.items()} == {"": 3, "out_of_audience": 3}
    words = {person.why for person in found["out_of_audience"]}
    assert words == {"Not in the campaign’s stages or audience"}


def test_a_reservation_is_told_in_words(program: Program) -> None:
    """A reason that names a campaign has words, too."""
    keeper = CampaignFactory.create(priority=90, reserves=True)
    campaign = WaveCampaignFactory.create(priority=10)
    CustomerFactory.create(renewal_on=DUE_TODAY + timedelta(days=30))

    [person] = outlook.people(campaign=campaign, now=NOW)

    assert (person.reason, person.why) == (
        f"reserved_for:{keeper.pk}",
        "Kept for a campaign of higher priority",
    )


def test_who_waits_beyond_the_days_is_not_asked_in_them(program: Program) -> None:
    """G60: the quiet period costs these days what it costs them, also where the campaign waits."""
    campaign = WaveCampaignFactory.create(quiet_rule=QuietRule.WAIT, window_days=90)
    for days in (10, 60):
        contact = ContactFactory.create(next_survey_at=NOW + timedelta(days=days))
        CustomerFactory.create(contact=contact)

    ahead = outlook.outlook(campaign=campaign, now=NOW, days=30)

    assert (ahead.asked, ahead.waiting, dict(ahead.held), ahead.considered) == (1, 1, {"quiet_period": 1}, 2)
    assert list(ahead.by_day) == [date(2026, 3, 20)]


def test_outlook_of_a_cycle_knows_who_has_been_waiting_for_long(program: Program) -> None:
    """G58: planned in January, held until April: in April's outlook although their day is long past."""
    campaign = CycleCampaignFactory.create(activated_at=NOW - timedelta(days=90))
    day = date(2026, 1, 10)
    spread = next(cycles.periods(campaign, since=day, until=day)).first_spread(day)
    hold = NOW + timedelta(days=20)
    CustomerFactory.create(spread=spread, contact=ContactFactory.create(next_survey_at=hold))
    planning.plan(campaign=campaign, now=NOW - timedelta(days=59))

    ahead = outlook.outlook(campaign=campaign, now=NOW, days=30)

    assert (ahead.asked, ahead.waiting, dict(ahead.by_day)) == (1, 1, {date(2026, 3, 30): 1})

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.scoring import Tally
from customers.enums import Stage
from insights.domain import counting, months
from insights.domain.counting import Scope
from insights.domain.windows import Window
from insights.enums import Period
from responses.enums import ResponseState
from responses.models import Response
from tests.factories.surveys import CampaignFactory
from tests.insights.answers import answers
from tests.moments import NOW

JANUARY, FEBRUARY, MARCH = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))

pytestmark = pytest.mark.django_db


def ends_of(window: Window) -> list[datetime]:
    return [end for end in (window.since, window.until) if end is not None]


def test_count_cuts_time_at_its_ends() -> None:
    campaign = CampaignFactory.create()
    answers(campaign, {9: 1}, at=JANUARY - timedelta(microseconds=1))
    answers(campaign, {8: 2}, at=JANUARY)
    answers(campaign, {3: 3}, at=MARCH - timedelta(microseconds=1))
    answers(campaign, {0: 4}, at=MARCH)

    counts = counting.count(scope=Scope(), ends=[MARCH, JANUARY, FEBRUARY])

    assert counts.tally(Window()) == Tally(promoters=1, passives=2, detractors=7)
    assert counts.tally(Window(until=JANUARY)) == Tally(promoters=1)
    assert counts.tally(Window(JANUARY, FEBRUARY)) == Tally(passives=2)
    assert counts.tally(Window(JANUARY, MARCH)) == Tally(passives=2, detractors=3)
    assert counts.tally(Window(since=MARCH)) == Tally(detractors=4)
    assert counts.distribution(Window()) == [4, 0, 0, 3, 0, 0, 0, 0, 2, 1, 0]


def test_count_knows_only_windows_that_end_at_a_cut() -> None:
    counts = counting.count(scope=Scope(), ends=[JANUARY])

    with pytest.raises(ValueError, match="begin and end at a cut"):
        counts.tally(Window(since=FEBRUARY))


def test_count_takes_counted_answers_only() -> None:
    """G10: the score comes from the answers that count, and from nothing else."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 2})
    answers(campaign, {0: 1}, state=ResponseState.EXCLUDED, excluded_reason="test")
    answers(campaign, {0: 1}, state=ResponseState.PROVISIONAL)

    assert counting.count(scope=Scope(), ends=[]).tally(Window()) == Tally(promoters=2)


def test_count_of_a_stage_or_a_campaign() -> None:
    one, other = CampaignFactory.create(), CampaignFactory.create()
    answers(one, {9: 1}, stage=Stage.RENEWAL)
    answers(one, {8: 2}, stage=Stage.LOSS)
    answers(other, {2: 4}, stage=Stage.LOSS)

    def tally(scope: Scope) -> Tally:
        return counting.count(scope=scope, ends=[]).tally(Window())

    assert tally(Scope(stage=Stage.LOSS)) == Tally(passives=2, detractors=4)
    assert tally(Scope(campaign_id=one.pk)) == Tally(promoters=1, passives=2)
    assert tally(Scope(stage=Stage.LOSS, campaign_id=one.pk)) == Tally(passives=2)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "America/St_Johns"])
def test_months_are_those_of_the_zone(zone: str) -> None:
    """The months of 400 answers by the database are those of a calendar hanging in the zone."""
    random, campaign, place = Random(7), CampaignFactory.create(), ZoneInfo(zone)
    given = [(NOW - timedelta(minutes=random.randrange(480_000)), random.randrange(11)) for _ in range(400)]
    Response.objects.bulk_create(
        Response(campaign=campaign, score=score, answered_at=at, stage="new") for at, score in given
    )
    shown = months.up_to(NOW.astimezone(place).date(), period=Period.YEAR, zone=place)
    counts = counting.count(scope=Scope(), ends=[it for month in shown for it in ends_of(month.window)])

    by_hand = {
        month.first: Tally.from_scores(
            score for at, score in given if at.astimezone(place).date().replace(day=1) == month.first
        )
        for month in shown
    }
    assert {month.first: counts.tally(month.window) for month in shown} == by_hand
    assert sum(tally.total for tally in by_hand.values()) == 400

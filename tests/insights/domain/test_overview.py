from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.scoring import Tally
from core.statistics import Verdict
from customers.enums import Stage
from insights.domain import overview
from insights.domain.counting import Scope
from insights.enums import Period
from tests.factories.surveys import CampaignFactory
from tests.insights.answers import answers
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from insights.domain.overview import Scores
    from team.models import Program

pytestmark = pytest.mark.django_db


def scores(program: "Program", period: Period = Period.QUARTER, scope: Scope = Scope()) -> "Scores":  # noqa: B008  # immutable
    return overview.scores(period=period, scope=scope, program=program, now=NOW)


def test_scores_by_hand(program: "Program") -> None:
    """G10 T9: 32 promoters, 13 passives and 6 detractors are 51: 26 more of 51, rounded once."""
    campaign = CampaignFactory.create()
    answers(campaign, {10: 20, 9: 12, 8: 9, 7: 4, 6: 3, 0: 3})

    found = scores(program)

    assert found.score.tally == Tally(32, 13, 6)
    assert found.score.nps == 51
    assert found.distribution == [3, 0, 0, 0, 0, 0, 3, 4, 9, 12, 20]
    assert found.score.interval is not None
    # statistics.md: adjusted 48.1 ± 18.9.
    assert (round(found.score.interval.center, 1), round(found.score.interval.margin, 1)) == (48.1, 18.9)
    assert found.since == date(2025, 12, 11)


def test_scores_of_nobody_show_none(program: "Program") -> None:
    """G10: an empty set has no score."""
    found = scores(program)

    assert (found.score.n, found.score.nps, found.score.interval) == (0, None, None)
    assert found.score.has_few is False
    assert found.change is not None
    assert found.change.sentence == "too few answers to compare"


@pytest.mark.parametrize(("n", "nps", "tentative"), [(9, None, False), (10, 100, True), (30, 100, False)])
def test_few_answers_say_less(program: "Program", n: int, nps: int | None, tentative: bool) -> None:
    """Under ten answers only counts, under thirty a tentative score."""
    answers(CampaignFactory.create(), {9: n})

    found = scores(program).score

    assert (found.n, found.nps, found.tentative) == (n, nps, tentative)
    assert found.has_few is (nps is None)


def test_change_against_the_period_before(program: "Program") -> None:
    """G86 T51: the trend's verdict is up, down or undecided, by the interval of the difference."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 60, 8: 30, 3: 10})
    answers(campaign, {9: 30, 8: 30, 3: 40}, at=NOW - timedelta(days=120))

    change = scores(program).change

    assert change is not None
    assert (change.points, change.verdict, change.sentence) == (60, Verdict.UP, "up by 60 points")


def test_a_small_change_is_undecided(program: "Program") -> None:
    """statistics.md: +30 against +20 at 100 answers each needs a gap of 22.1 to count."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 50, 8: 30, 3: 20})
    answers(campaign, {9: 40, 8: 40, 3: 20}, at=NOW - timedelta(days=120))

    change = scores(program).change

    assert change is not None
    assert (change.points, change.verdict) == (10, Verdict.UNDECIDED)
    assert change.sentence == "no distinguishable change"


def test_stages_stand_side_by_side(program: "Program") -> None:
    """G3 G4: every stage with its own score and number of answers, weak spots named (G87)."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 40, 8: 10}, stage=Stage.ADVOCATE)
    answers(campaign, {9: 10, 8: 10, 2: 20}, stage=Stage.RENEWAL)
    answers(campaign, {2: 4}, stage=Stage.LOSS)
    answers(campaign, {9: 2}, stage="")

    found = scores(program)

    assert [(row.label, row.score.n, row.score.nps) for row in found.stages] == [
        ("Prospect", 0, None),
        ("New customer", 0, None),
        ("Between stages", 0, None),
        ("Renewal", 40, -25),
        ("Advocate", 50, 80),
        ("Loss", 4, None),
        ("Stage not known", 2, None),
    ]
    weakest, strongest = found.standouts.weakest, found.standouts.strongest
    assert weakest is not None
    assert strongest is not None
    # Renewal: -25, all others together 42 - 4 of 56: +68.
    assert (weakest.stage, weakest.apart.points) == (Stage.RENEWAL, -93)
    assert strongest.stage == Stage.ADVOCATE


def test_stages_that_differ_by_chance_do_not_stand_out(program: "Program") -> None:
    campaign = CampaignFactory.create()
    answers(campaign, {9: 25, 2: 15}, stage=Stage.NEW)
    answers(campaign, {9: 23, 2: 17}, stage=Stage.RENEWAL)

    found = scores(program).standouts

    assert (found.weakest, found.strongest, found.has_compared) == (None, None, True)


def test_losses_are_shown_apart(program: "Program") -> None:
    """G38: the score without those who had left stands beside the headline."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 30, 8: 10}, stage=Stage.RENEWAL)
    answers(campaign, {1: 10}, stage=Stage.LOSS)

    found = scores(program)

    assert (found.score.nps, found.kept.nps, found.has_losses) == (40, 75, True)


def test_months_are_the_programs_own(program: "Program") -> None:
    """G86: the last instant of February in UTC is March in Berlin."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 12}, at=datetime(2026, 2, 28, 22, 59, tzinfo=UTC))
    answers(campaign, {2: 11}, at=datetime(2026, 2, 28, 23, 0, tzinfo=UTC))

    months = scores(program).months

    assert [month.first for month in months] == [
        *(date(2025, month, 1) for month in range(4, 13)),
        *(date(2026, month, 1) for month in range(1, 4)),
    ]
    assert [(month.score.nps, month.is_current) for month in months[-2:]] == [(100, False), (-100, True)]


def test_all_time_shows_up_to_three_years_of_months(program: "Program") -> None:
    campaign = CampaignFactory.create()
    answers(campaign, {9: 10}, at=datetime(2024, 6, 15, tzinfo=UTC))
    answers(campaign, {9: 10}, at=datetime(2019, 6, 15, tzinfo=UTC))

    found = scores(program, Period.ALL)

    assert found.score.n == 20
    assert (found.since, found.previous, found.change) == (None, None, None)
    assert (len(found.months), found.months[0].first) == (22, date(2024, 6, 1))


def test_scores_are_one_query_whatever_there_is_to_count(
    program: "Program", django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    campaign = CampaignFactory.create()
    for days in range(0, 700, 70):
        answers(campaign, {9: 1, 3: 1}, at=NOW - timedelta(days=days))

    with django_assert_num_queries(1):
        scores(program, Period.YEAR)
    with django_assert_num_queries(1):
        scores(program, Period.ALL, Scope(stage="renewal", campaign_id=campaign.pk))

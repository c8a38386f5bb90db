"""What makes a follow-up urgent, in points and in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.enums import Stage
from followups.domain import priority, risk
from followups.domain.priority import Facts
from tests.factories.customers import AccountFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer

TODAY = date(2026, 3, 10)


def words(facts: Facts) -> list[tuple[int, str]]:
    """The reasons, as points and words."""
    return [(reason["points"], reason["words"]) for reason in priority.weigh(facts).reasons]


def test_weigh_adds_up_score_value_renewal_and_stage() -> None:
    """T47, G31: the worst score of a large account that renews soon."""
    facts = Facts(
        score=2,
        today=TODAY,
        revenue=Decimal(120000),
        currency="EUR",
        rank=0.04,
        renewal_on=TODAY + timedelta(days=23),
        stage=Stage.NEW,
    )

    assert words(facts) == [
        (30, "scored 2"),
        (25, "€120,000 a year, among the largest 10%"),
        (25, "renews in 23 days"),
        (10, "a new customer"),
    ]
    assert priority.weigh(facts).points == 90


@pytest.mark.parametrize(("score", "points"), [(0, 30), (3, 30), (4, 20), (5, 20), (6, 10)])
def test_weigh_gives_the_worst_scores_most(score: int, points: int) -> None:
    """T47."""
    assert words(Facts(score=score, today=TODAY)) == [(points, f"scored {score}")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, None),
        (0, (25, "renews today")),
        (1, (25, "renews in 1 day")),
        (30, (25, "renews in 30 days")),
        (31, (18, "renews in 31 days")),
        (61, (12, "renews in 61 days")),
        (90, (12, "renews in 90 days")),
        (91, None),
    ],
)
def test_weigh_counts_the_days_to_the_renewal(days: int, expected: tuple[int, str] | None) -> None:
    """G31."""
    found = words(Facts(score=6, today=TODAY, renewal_on=TODAY + timedelta(days=days)))

    assert [reason for reason in found if "renews" in reason[1]] == ([expected] if expected else [])


@pytest.mark.parametrize(("rank", "points"), [(0.1, 25), (0.11, 15), (1 / 3, 15), (0.34, 5), (1.0, 5)])
def test_weigh_compares_the_revenue_with_the_other_accounts(rank: float, points: int) -> None:
    facts = Facts(score=6, today=TODAY, revenue=Decimal(900), currency="CHF", rank=rank)

    assert (points, "CHF 900 a year") == (words(facts)[0 if points >= 10 else 1][0], f"CHF {900} a year")


def test_weigh_names_a_repeat_and_a_fall() -> None:
    """G88: a downward change."""
    assert words(Facts(score=6, today=TODAY, previous=4))[-1] == (10, "a detractor before (scored 4)")
    assert words(Facts(score=6, today=TODAY, previous=9))[0] == (15, "fell from 9")


@given(
    score=st.integers(0, 6),
    rank=st.one_of(st.none(), st.floats(0.001, 1)),
    days=st.one_of(st.none(), st.integers(-400, 400)),
    stage=st.sampled_from(["", *Stage.values]),
    previous=st.one_of(st.none(), st.integers(0, 10)),
)
def test_weigh_stays_between_0_and_100_and_gives_a_reason(
    score: int, rank: float | None, days: int | None, stage: str, previous: int | None
) -> None:
    """T47."""
    found = priority.weigh(
        Facts(
            score=score,
            today=TODAY,
            revenue=Decimal(10),
            rank=rank,
            renewal_on=None if days is None else TODAY + timedelta(days=days),
            stage=stage,
            previous=previous,
        )
    )

    assert 0 < found.points <= 100
    assert [reason["code"] for reason in found.reasons].count("score") == 1
    assert sum(reason["points"] for reason in found.reasons) >= found.points


def test_of_reads_the_account_the_stage_then_and_the_answer_before(ana: Customer) -> None:
    """T47: the account's renewal date counts where the customer has none."""
    for revenue in (10, 20, 500):
        AccountFactory.create(annual_revenue=revenue, currency="EUR")
    AccountFactory.create(annual_revenue=10_000_000, currency="JPY")
    account = ana.account
    assert account
    account.annual_revenue, account.currency, account.renewal_on = Decimal(400), "EUR", date(2026, 4, 2)
    account.save()
    ResponseFactory.create(invitation__customer=ana, score=9, answered_at=NOW - timedelta(days=200))
    response = ResponseFactory.create(
        invitation__customer=ana, score=5, stage=Stage.ADVOCATE, answered_at=NOW
    )

    found = priority.of(response=response, now=NOW)

    assert [reason["words"] for reason in found.reasons] == [
        "renews in 23 days",
        "scored 5",
        "an advocate until now",
        "fell from 9",
        "€400 a year",
        "may be called or written to",
    ]
    assert found.points == 25 + 20 + 15 + 15 + 5 + 5


def test_in_words_goes_on_counting_the_days(ana: Customer) -> None:
    """G31: what was stored with 23 days reads 3 days three weeks later."""
    stored = priority.weigh(Facts(score=1, today=TODAY, renewal_on=date(2026, 4, 2))).reasons

    later = [reason["words"] for reason in priority.in_words(stored, today=date(2026, 3, 30))]

    assert later == ["scored 1", "renews in 3 days"]
    assert risk.renewal_words(date(2026, 3, 9), today=TODAY) == "renewal was 1 day ago"

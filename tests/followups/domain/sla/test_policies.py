"""Which policy is an answer's: in Python, and the same in SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.scoring import Band
from customers.enums import Stage
from followups.domain import sla
from responses.models import Response
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import SlaPolicyFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory
from tests.undoing import undone

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import SlaPolicy
    from surveys.models import Campaign
    from team.models import Program

STAGES = [stage.value for stage in Stage]
scores = st.integers(0, 10)
amounts = st.sampled_from([Decimal(0), Decimal("49999.99"), Decimal("50000.00"), Decimal("250000.10")])
currencies = st.sampled_from(["", "EUR", "USD"])


def facts_of_policies() -> st.SearchStrategy[dict[str, Any]]:
    """Every mixture of conditions, the empty one and contradictions included."""
    pairs = st.tuples(scores, scores).map(lambda pair: (min(pair), max(pair)))
    bounds = pairs | st.tuples(st.none(), st.none() | scores) | st.tuples(scores, st.none())
    return st.fixed_dictionaries(
        {
            "band": st.sampled_from(["", *Band]),
            "stages": st.lists(st.sampled_from(STAGES), max_size=2, unique=True),
            "bounds": bounds,
            "least_value": st.none() | amounts,
            "currency": currencies,
            "is_active": st.booleans(),
            "exempts": st.booleans(),
        }
    )


@pytest.fixture
def campaign(program: Program) -> Campaign:
    """The one that all answers are to."""
    made: Campaign = CampaignFactory.create()
    return made


def stored(facts: dict[str, Any], position: int) -> SlaPolicy:
    """The policy as a row."""
    least, most = facts["bounds"]
    told = {name: value for name, value in facts.items() if name != "bounds"}
    reason = "Handled elsewhere" if facts["exempts"] else ""
    policy: SlaPolicy = SlaPolicyFactory.create(
        position=position, least_score=least, most_score=most, exempt_reason=reason, hours=None, **told
    )
    return policy


@given(
    policies=st.lists(facts_of_policies(), max_size=4),
    answers=st.lists(
        st.tuples(scores, st.sampled_from(["", *STAGES]), st.none() | amounts, currencies),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_python_and_sql_choose_the_same_policy(
    campaign: Campaign, policies: list[dict[str, Any]], answers: list[tuple[Any, ...]]
) -> None:
    """G38 G44: the policy of one answer, and the answers of one policy, are one rule said twice."""
    with undone():
        _agree(policies, answers, campaign)


def _agree(policies: list[dict[str, Any]], answers: list[tuple[Any, ...]], campaign: Campaign) -> None:
    rules = [sla.policy(), *(stored(facts, number) for number, facts in enumerate(policies))]
    for score, stage, value, currency in answers:
        account = AccountFactory.create(annual_revenue=value, currency=currency)
        customer = CustomerFactory.create(account=account, stage=Stage.RENEWAL)
        said = {"score": score, "stage": stage, "campaign": campaign, "first": None}
        ResponseFactory.create(invitation=None, customer=customer, **said)

    everybody = Response.objects.all()
    by_sql = {
        response.pk: rule for rule in rules if rule.is_active for response in sla.of_policy(rule, everybody)
    }

    assert by_sql == {response.pk: sla.policy_for(response=response) for response in everybody}


def test_the_first_that_fits_wins_then_the_fallback(program: Program, ana: Customer) -> None:
    """G44: policies by band, stage, account value and score, in their order."""
    severe = SlaPolicyFactory.create(most_score=2, position=1)
    renewals = SlaPolicyFactory.create(stages=["renewal"], position=2)
    SlaPolicyFactory.create(is_active=False, position=0)
    detractors = SlaPolicyFactory.create(band=Band.DETRACTOR, position=3)

    found = [
        sla.policy_for(response=ResponseFactory.create(invitation__customer=ana, score=score, stage=stage))
        for score, stage in [(1, "renewal"), (5, "renewal"), (5, "new"), (9, "new")]
    ]

    assert found == [severe, renewals, detractors, sla.policy()]


@pytest.mark.parametrize(
    ("value", "currency", "fits"),
    [
        (Decimal(50000), "EUR", True),
        (Decimal("49999.99"), "EUR", False),
        (Decimal(90000), "USD", False),
        (None, "EUR", False),
    ],
)
def test_the_account_value_is_compared_in_its_own_currency(
    program: Program, value: Decimal | None, currency: str, fits: bool
) -> None:
    """G44: nothing is converted; other currencies need a policy of their own."""
    large = SlaPolicyFactory.create(least_value=Decimal(50000), currency="EUR")
    account = AccountFactory.create(annual_revenue=value, currency=currency)
    response = ResponseFactory.create(invitation__customer=CustomerFactory.create(account=account), score=3)

    assert (sla.policy_for(response=response) == large) is fits


def test_a_visitor_without_an_account_gets_the_fallback(program: Program) -> None:
    SlaPolicyFactory.create(least_value=Decimal(1), currency="EUR")
    SlaPolicyFactory.create(stages=["loss"])

    assert sla.policy_for(response=ResponseFactory.create(customer=None, score=3)) == sla.policy()

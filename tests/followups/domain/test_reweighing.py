"""Priorities that keep up with the world."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import CaseState
from customers.models import Customer, SupportCase
from followups.domain import opening, reweighing
from followups.models import Activity, FollowUp
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep

TODAY = NOW.date()


def opened(customer: Customer) -> FollowUp:
    """Their follow-up, weighed as everything stands."""
    response = ResponseFactory.create(invitation__customer=customer, score=3, answered_at=NOW)
    followup = opening.open_for(response_id=response.pk, now=NOW)
    assert followup
    return followup


def points(followup: FollowUp) -> dict[str, int]:
    """What its priority is made of now."""
    followup.refresh_from_db()
    reasons = {reason["code"]: reason["points"] for reason in followup.priority_reasons}
    assert followup.priority == sum(reasons.values())
    return reasons


def test_a_renewal_that_draws_near_and_a_new_case_weigh_more(ines: Rep) -> None:
    """T47, G31, T12: with the facts of today, not with those of the day it was opened."""
    customer = CustomerFactory.create(renewal_on=TODAY + timedelta(days=85))
    followup = opened(customer)
    before = points(followup)
    lines = Activity.objects.count()
    SupportCase.objects.create(
        customer=customer, external_id="4711", state=CaseState.OPEN, opened_at=NOW, updated_at=NOW
    )

    assert reweighing.weigh_again(now=NOW + timedelta(days=80)) == 1

    assert points(followup) == {**before, "renewal": 25, "cases": 5}
    assert before["renewal"] == 12
    assert Activity.objects.count() == lines


def test_nothing_is_written_where_only_days_went_by(ines: Rep) -> None:
    """The words count the days by themselves."""
    opened(CustomerFactory.create(renewal_on=TODAY + timedelta(days=85)))

    assert reweighing.weigh_again(now=NOW + timedelta(days=3)) == 0


def test_a_closed_one_keeps_what_it_was(ines: Rep) -> None:
    customer = CustomerFactory.create(renewal_on=TODAY + timedelta(days=85))
    followup = opened(customer)
    before = points(followup)
    FollowUp.objects.update(state="unreachable", closed_at=NOW)

    assert reweighing.weigh_again(now=NOW + timedelta(days=80)) == 0
    assert points(followup) == before


def test_many_are_weighed_with_the_queries_of_a_few(ines: Rep) -> None:
    """Also where their accounts grew; one statement writes each that differs."""
    for revenue in (100, 200, 300):
        opened(CustomerFactory.create(account=AccountFactory.create(annual_revenue=revenue, currency="EUR")))
    Customer.objects.update(account=AccountFactory.create(annual_revenue=Decimal(9_000), currency="EUR"))
    with CaptureQueriesContext(connection) as three:
        assert reweighing.weigh_again(now=NOW) == 3
    for _ in range(7):
        opened(CustomerFactory.create(account=AccountFactory.create()))
    with CaptureQueriesContext(connection) as ten:
        assert reweighing.weigh_again(now=NOW) == 0

    assert len(ten) <= len(three) + 7, "at most one more for each different revenue"

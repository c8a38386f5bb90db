"""What they had to do with support and how much they use, beside a customer's story."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from customers.domain import cases, usage
from customers.enums import CaseState
from tests.factories.customers import CustomerFactory
from tests.insights.answers import queries
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "program")]


@pytest.fixture
def client(client_for: Callable[[User], Client], rep: User) -> Client:
    return client_for(rep)


def page(client: Client, customer: Customer) -> str:
    response = client.get(f"/customers/{customer.pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_support_cases_stand_beside_the_story(client: Client) -> None:
    """T37 G50: open ones first, with the way to the helpdesk."""
    customer = CustomerFactory.create()
    assert "No case is known." in page(client, customer)
    for number, state in enumerate(["closed", "open", "reopened"]):
        cases.keep(
            customer=customer,
            external_id=f"case-{number}",
            state=CaseState(state),
            url=f"https://desk.example/{number}",
            at=NOW - timedelta(days=9 - number),
            now=NOW,
        )
    cases.keep(customer=customer, external_id="case-2", state=CaseState.CLOSED, now=NOW)

    found = page(client, customer)

    panel = found.partition("<h2>Support cases</h2>")[2].partition("</section>")[0]
    order = [panel.index(f"https://desk.example/{number}") for number in (1, 2, 0)]
    assert order == sorted(order)
    assert "Open</span>" in panel
    assert "Support case closed: case-2" in found


def test_usage_stands_beside_the_story_with_its_change_in_words(client: Client) -> None:
    """T36: each metric with its line, what it is now, and against what."""
    customer = CustomerFactory.create()
    assert "No reading is known." in page(client, customer)
    for days, value in ((60, 10), (35, 20), (5, 15)):
        on = (NOW - timedelta(days=days)).date()
        usage.record(customer=customer, metric="seats_used", value=Decimal(value), on=on, now=NOW)

    found = page(client, customer)

    assert "Seats used" in found
    assert "25% less than on Feb 3" in found
    assert 'aria-label="Seats used: 3 readings, the last 25% less than on Feb 3"' in found


def test_more_cases_and_metrics_cost_no_more_statements(client: Client) -> None:
    customer = CustomerFactory.create()

    def add(number: int) -> None:
        cases.keep(customer=customer, external_id=f"c{number}", state=CaseState.OPEN, now=NOW)
        metric, on = f"metric_{number}", NOW.date()
        usage.record(customer=customer, metric=metric, value=Decimal(number), on=on, now=NOW)

    add(0)
    few = queries(client, f"/customers/{customer.pk}/")
    for number in range(1, 9):
        add(number)
    assert len(queries(client, f"/customers/{customer.pk}/")) == len(few)
    assert "and 3 more" in page(client, customer)

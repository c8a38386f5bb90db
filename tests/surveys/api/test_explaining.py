from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client

from customers.models import CustomerAlias
from team.enums import Scope
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from team.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def key(program: Program) -> dict[str, str]:
    """The headers of a program that may read."""
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ.value]))


def test_a_program_learns_why_somebody_is_not_asked(key: dict[str, str]) -> None:
    """G60: the rules, the blocking date, the first possible send."""
    until = NOW + timedelta(days=3)
    contact = ContactFactory.create(paused_until=until)
    customer = CustomerFactory.create(email="Ada@example.org", contact=contact, renewal_on=date(2026, 5, 9))
    campaign = CampaignFactory.create()

    told = (
        Client()
        .get(f"/api/v1/campaigns/{campaign.pk}/explain/", {"customer": "ada@EXAMPLE.org"}, headers=key)
        .json()
    )

    against = {rule["name"]: rule["until"] for rule in told["rules"] if not rule["passed"]}
    assert (told["customer"], told["is_asked_now"], told["invitation"]) == (customer.pk, False, None)
    assert against == {"occasion": None, "pause": "2026-03-13T09:00:00Z"}
    assert told["verdict"].startswith("Not asked now.")


def test_a_customer_is_found_by_id(key: dict[str, str]) -> None:
    customer, campaign = CustomerFactory.create(renewal_on=date(2026, 5, 9)), CampaignFactory.create()

    told = (
        Client()
        .get(f"/api/v1/campaigns/{campaign.pk}/explain/", {"customer": customer.pk}, headers=key)
        .json()
    )

    assert (told["is_asked_now"], told["first_possible_at"]) == (True, "2026-03-10T09:00:00Z")


def test_a_customer_is_found_by_an_address_from_before_a_merge(key: dict[str, str]) -> None:
    """T52: another program may still have the old one."""
    customer, campaign = CustomerFactory.create(), CampaignFactory.create()
    CustomerAlias.objects.create(customer=customer, kind="email", value="old@example.org")

    told = Client().get(
        f"/api/v1/campaigns/{campaign.pk}/explain/", {"customer": "Old@example.org"}, headers=key
    )

    assert told.json()["customer"] == customer.pk


@pytest.mark.parametrize(
    ("customer", "status"), [("0", 404), ("nobody@example.org", 404), ("", 422), ("not an address", 422)]
)
def test_an_unknown_customer_is_refused(key: dict[str, str], customer: str, status: int) -> None:
    campaign = CampaignFactory.create()

    response = Client().get(f"/api/v1/campaigns/{campaign.pk}/explain/", {"customer": customer}, headers=key)

    assert response.status_code == status

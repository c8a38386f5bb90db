"""The program's own rules on whom to write to, for one and for many."""

from __future__ import annotations

import pytest

from customers.domain import permission
from customers.models import Customer
from tests.factories.customers import AccountFactory, CustomerFactory, EventFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db

COUNTRIES = ["DE", "AT"]
DOMAINS = ["rival.example", "xn--mnchen-3ya.example"]


@pytest.mark.parametrize(
    ("own", "accounts", "opted_in", "lacks"),
    [
        ("DE", None, False, True),
        ("DE", None, True, False),
        ("DE", "US", False, True),
        ("US", "DE", False, False),
        ("", "DE", False, True),
        ("", "US", False, False),
        ("", "", False, False),
        ("", None, False, False),
    ],
)
def test_opt_in_is_asked_for_by_the_own_country_else_the_accounts(
    own: str, accounts: str | None, opted_in: bool, lacks: bool
) -> None:
    customer = CustomerFactory.create(
        country=own,
        account=None if accounts is None else AccountFactory.create(country=accounts),
        opted_in_at=NOW if opted_in else None,
    )

    found = Customer.objects.filter(permission.without_opt_in(countries=COUNTRIES))

    assert permission.lacks_opt_in(customer, countries=COUNTRIES) == lacks
    assert found.exists() == lacks


@pytest.mark.parametrize(
    ("address", "is_blocked"),
    [
        ("ada@rival.example", True),
        ("ada@mail.RIVAL.example", True),
        ("ada@notrival.example", False),
        ("ada@rival.example.org", False),
        ("ada@münchen.example", True),
        ("rival.example@northwind.example", False),
    ],
)
def test_a_domain_is_blocked_with_all_below_it(address: str, is_blocked: bool) -> None:
    customer = CustomerFactory.create(email=address)

    found = Customer.objects.filter(permission.in_domains(domains=DOMAINS))

    assert permission.has_blocked_domain(customer.canonical_email, domains=DOMAINS) == is_blocked
    assert found.exists() == is_blocked


def test_without_rules_nobody_is_kept_out() -> None:
    CustomerFactory.create(country="DE")
    CustomerFactory.create(email="", contact=None)

    assert not Customer.objects.filter(permission.without_opt_in(countries=[])).exists()
    assert not Customer.objects.filter(permission.in_domains(domains=[])).exists()
    assert not permission.has_blocked_domain(None, domains=DOMAINS)


def test_rules_reach_a_customer_through_another_row() -> None:
    event = EventFactory.create(customer__country="DE", customer__email="ada@rival.example")

    by_country = permission.without_opt_in(countries=COUNTRIES, prefix="customer__")
    by_domain = permission.in_domains(domains=DOMAINS, prefix="customer__")

    assert list(type(event).objects.filter(by_country)) == [event]
    assert list(type(event).objects.filter(by_domain)) == [event]

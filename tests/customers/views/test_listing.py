"""The list of customers and the segments."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from customers.models import AttributeDefinition, Audience, Contact, Customer
from team.models import Program, User
from tests.factories.customers import AccountFactory, CustomerFactory

ClientFor = Callable[[User], Client]


@pytest.mark.parametrize("number", [1, 3])
def test_list_shows_each_customer_in_as_many_queries(
    viewer: User, program: Program, client_for: ClientFor, number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    """G63: when each was last asked, and may be asked next, stands in the list."""
    for n in range(number):
        CustomerFactory.create(name=f"Ada {n}", account=AccountFactory.create(name="Acme"), last_score=9)
    asked, later = timezone.now() - timedelta(days=3), timezone.now() + timedelta(days=180)
    Contact.objects.update(last_asked_at=asked, next_survey_at=later)

    client = client_for(viewer)

    with django_assert_max_num_queries(10):
        page = client.get("/customers/").content.decode()

    assert page.count("Acme") == number
    assert page.count("3 days ago") == number
    assert page.count("from <time") == number


def test_list_sends_only_the_rows_to_htmx(viewer: User, program: Program, client_for: ClientFor) -> None:
    CustomerFactory.create(name="Ada")

    page = client_for(viewer).get(
        "/customers/?surveyed=before&day=2099-01-01", headers={"HX-Request": "true", "HX-Target": "rows"}
    )

    text = page.content.decode()
    assert text.strip().startswith('<div id="rows"')
    assert "No customer fits" in text
    assert '<input type="date" name="day" value="2099-01-01"' in text


def test_list_says_why_nobody_may_be_asked(viewer: User, program: Program, client_for: ClientFor) -> None:
    CustomerFactory.create(name="No Address", email="", contact=None)
    CustomerFactory.create(name="Refused")
    Contact.objects.update(blocked_reason="unsubscribed", blocked_at=timezone.now())

    page = client_for(viewer).get("/customers/").content.decode()

    assert "No address" in page
    assert "Never: unsubscribed" in page


def test_list_leaves_out_the_erased(viewer: User, program: Program, client_for: ClientFor) -> None:
    CustomerFactory.create(name="Ada", erased_at=timezone.now())

    assert "No customers yet" in client_for(viewer).get("/customers/").content.decode()


def test_list_offers_the_import_to_managers(
    viewer: User, manager: User, program: Program, client_for: ClientFor
) -> None:
    assert "/customers/imports/new/" in client_for(manager).get("/customers/").content.decode()
    assert "/customers/imports/new/" not in client_for(viewer).get("/customers/").content.decode()


def test_list_walks_on_with_the_filter(
    viewer: User, program: Program, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("customers.domain.paging.PER_PAGE", 2)
    CustomerFactory.create_batch(3, stage="new")
    client = client_for(viewer)
    second = Customer.objects.order_by("name", "pk")[1]

    first = client.get("/customers/?stage=new").content.decode()
    last = client.get(f"/customers/?stage=new&after={second.pk}").content.decode()

    assert f"?stage=new&amp;after={second.pk}" in first
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last


@pytest.mark.parametrize(
    "query", ["stage=nobody", "surveyed=before", "after=x", "after=999999999999999999999"]
)
def test_list_survives_a_strange_address(
    viewer: User, program: Program, client_for: ClientFor, query: str
) -> None:
    CustomerFactory.create(name="Ada")

    page = client_for(viewer).get(f"/customers/?{query}")

    assert page.status_code == 200
    assert "Ada" in page.content.decode()


def test_list_is_ordered_by_its_heads(viewer: User, program: Program, client_for: ClientFor) -> None:
    """G63: the list can be ordered by when each was last asked; a second press turns it round."""
    for name, days in (("Ada", 3), ("Bob", 1), ("Cleo", None)):
        customer = CustomerFactory.create(name=name)
        asked = None if days is None else timezone.now() - timedelta(days=days)
        Contact.objects.filter(customers=customer).update(last_asked_at=asked)
    client = client_for(viewer)

    plain = client.get("/customers/").content.decode()
    latest = client.get("/customers/?sort=-surveyed").content.decode()

    assert 'href="?sort=-surveyed"' in plain
    assert 'href="?sort=surveyed"' in latest
    assert 'aria-sort="descending"' in latest
    assert latest.index("Bob") < latest.index("Ada") < latest.index("Cleo")


def test_list_shows_the_columns_that_the_reader_chose(
    viewer: User, program: Program, client_for: ClientFor
) -> None:
    AttributeDefinition.objects.create(key="plan", label="Plan", kind="text")
    CustomerFactory.create(name="Ada", attributes={"plan": "Pro"}, phone="+49 40 123")
    client = client_for(viewer)

    kept = client.post(
        "/customers/columns/", {"column": ["attribute:plan", "phone", "nothing"], "query": "stage=prospect"}
    )
    page = client.get("/customers/").content.decode()
    client.post("/customers/columns/", {"column": ["phone"], "usual": "1"})
    usual = client.get("/customers/").content.decode()

    assert kept["Location"] == "/customers/?stage=prospect"
    assert 'data-label="Plan"' in page
    assert "+49 40 123" in page
    assert 'data-label="Stage"' not in page
    assert 'data-label="Stage"' in usual
    assert 'data-label="Phone"' not in usual


def test_list_keeps_an_audience(viewer: User, program: Program, client_for: ClientFor) -> None:
    """G64, T17: a saved audience is a filter of the list."""
    CustomerFactory.create(name="Ada", country="DE")
    CustomerFactory.create(name="Bob", country="FR")
    audience = Audience.objects.create(
        name="Germans", rules={"rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    )

    page = client_for(viewer).get(f"/customers/?audience={audience.pk}").content.decode()

    assert "in “Germans”" in page
    assert "Ada" in page
    assert "Bob" not in page


def test_list_counts_a_few_thousand_unless_asked(
    viewer: User, program: Program, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("customers.domain.queries.COUNTED", 2)
    CustomerFactory.create_batch(3)
    client = client_for(viewer)

    assert "More than 2 customers" in client.get("/customers/").content.decode()
    assert "3 customers" in client.get("/customers/?count=all").content.decode()

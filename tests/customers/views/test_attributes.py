"""Custom attributes by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from customers.models import AttributeDefinition, Audience
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory

ClientFor = Callable[[User], Client]
ATTRIBUTES = "/customers/attributes/"


@pytest.fixture
def client(manager: User, program: Program, client_for: ClientFor) -> Client:
    return client_for(manager)


@pytest.fixture
def plan(program: Program) -> AttributeDefinition:
    """One that an audience has a rule on, inside a group."""
    rule = {"field": "attribute:plan", "op": "in", "value": ["Pro"]}
    Audience.objects.create(name="Pros", rules={"match": "all", "rules": [{"match": "any", "rules": [rule]}]})
    return AttributeDefinition.objects.create(key="plan", label="Plan", kind="text")


def test_an_attribute_is_defined_by_hand(client: Client) -> None:
    client.post(ATTRIBUTES, {"key": " product_version ", "label": "Product version", "kind": "text"})
    again = client.post(ATTRIBUTES, {"key": "product_version", "label": "Version", "kind": "number"})

    made = AttributeDefinition.objects.get()
    assert (made.key, made.label, made.kind) == ("product_version", "Product version", "text")
    assert again.status_code == 400
    assert "This attribute is defined already." in again.content.decode()
    assert AuditEntry.objects.get(action="attribute.define").changes == {
        "key": "product_version",
        "kind": "text",
    }
    assert "Product version" in client.get("/customers/audiences/new/").content.decode()


def test_attributes_that_customers_have_are_offered(client: Client, plan: AttributeDefinition) -> None:
    CustomerFactory.create(attributes={"plan": "Pro", "seats": 7, "vip": True, "since": "2026-01-31"})
    CustomerFactory.create(attributes={"seats": 2.5, "mixed": 1})
    CustomerFactory.create(attributes={"mixed": "one"})

    page = " ".join(client.get(ATTRIBUTES).content.decode().split())
    chosen = client.get(f"{ATTRIBUTES}?key=seats&kind=number").content.decode()

    for key, told in (
        ("seats", "number, with 2 customers"),
        ("vip", "yes or no, with 1 customer"),
        ("since", "date, with 1 customer"),
        ("mixed", "text, with 2 customers"),
    ):
        assert f'<code>{key}</code> <span class="row-note">{told}</span>' in page
    assert 'href="?key=plan' not in page
    assert 'value="Seats"' in chosen
    assert '<option value="number" selected>' in chosen


def test_a_kind_stays_while_audiences_have_rules_on_it(client: Client, plan: AttributeDefinition) -> None:
    url = f"{ATTRIBUTES}{plan.pk}/"

    renamed = client.post(url, {"label": "Tariff", "kind": "text"})
    refused = client.post(url, {"label": "Tariff", "kind": "number"})
    kept = client.post(f"{url}forget/", follow=True).content.decode()
    Audience.objects.all().delete()
    client.post(url, {"label": "Tariff", "kind": "number"})

    plan.refresh_from_db()
    assert renamed.status_code == 302
    assert refused.status_code == 400
    assert "These audiences have rules on it: Pros." in refused.content.decode()
    assert "These audiences have rules on it: Pros." in kept
    assert (plan.label, plan.kind) == ("Tariff", "number")
    changes = AuditEntry.objects.filter(action="attribute.change").order_by("pk")
    assert [entry.changes for entry in changes] == [
        {"label": ["Plan", "Tariff"]},
        {"kind": ["text", "number"]},
    ]


def test_a_definition_is_taken_away(client: Client, plan: AttributeDefinition) -> None:
    Audience.objects.all().delete()

    page = client.post(f"{ATTRIBUTES}{plan.pk}/forget/", follow=True).content.decode()

    assert "“Plan” is no longer defined." in page
    assert not AttributeDefinition.objects.exists()

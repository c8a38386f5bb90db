"""Customers, companies and events as other programs send and read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from customers.models import Account, Contact, Customer, CustomerAlias
from team.enums import Scope
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


pytestmark = pytest.mark.django_db

CUSTOMERS, ACCOUNTS, EVENTS = "/api/v1/customers/", "/api/v1/accounts/", "/api/v1/events/"
Call = Callable[..., tuple[int, Any]]


def test_post_makes_a_customer_and_then_changes_them(call: Call) -> None:
    """G75, G63: upsert by address or identifier, with what a CRM wants back."""
    body = {
        "external_id": "C-1",
        "email": "Ada@example.org",
        "name": "Ada Lovelace",
        "account": {"external_id": "A-1", "name": "Acme", "renewal_on": "2026-04-01", "currency": "EUR"},
        "first_purchase_on": "2025-01-31",
        "purchase_count": 1,
        "attributes": {"plan": "gold"},
    }

    made, customer = call("POST", CUSTOMERS, body)
    again, same = call("POST", CUSTOMERS, body)
    changed, other = call("POST", CUSTOMERS, {"email": "ada@example.org", "attributes": {"seats": 3}})

    assert (made, again, changed) == (201, 200, 200)
    assert same == customer
    assert customer == {
        "id": customer["id"],
        "external_id": "C-1",
        "email": "Ada@example.org",
        "name": "Ada Lovelace",
        "phone": "",
        "language": "",
        "time_zone": "",
        "country": "",
        "source": "api",
        "account": {"id": Account.objects.get().pk, "external_id": "A-1", "name": "Acme"},
        "stage": "renewal",
        "joined_on": None,
        "first_purchase_on": "2025-01-31",
        "last_purchase_on": None,
        "purchase_count": 1,
        "renewal_on": None,
        "renewal": "2026-04-01",
        "churned_on": None,
        "opted_in_at": None,
        "opt_in_source": "",
        "attributes": {"plan": "gold"},
        "last_surveyed_at": None,
        "next_survey_at": None,
        "blocked_reason": "",
        "last_score": None,
        "last_band": None,
        "last_answered_at": None,
        "created_at": "2026-03-10T09:00:00Z",
        "updated_at": "2026-03-10T09:00:00Z",
    }
    assert other["attributes"] == {"plan": "gold", "seats": 3}


def test_a_customer_tells_when_they_were_and_may_be_surveyed(call: Call) -> None:
    """G63: last surveyed, and from when they may be asked again, by API."""
    customer = CustomerFactory.create(last_score=9, last_answered_at=NOW)
    Contact.objects.update(last_asked_at=NOW - timedelta(days=1), next_survey_at=NOW + timedelta(days=180))

    status, found = call("GET", f"{CUSTOMERS}{customer.pk}/")

    names = ("last_surveyed_at", "next_survey_at", "last_score", "last_band")
    assert (status, [found[name] for name in names]) == (
        200,
        ["2026-03-09T09:00:00Z", "2026-09-06T09:00:00Z", 9, "promoter"],
    )


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"email": ["Give an e-mail address or an identifier."]}),
        (
            {"email": "ada", "purchase_count": True, "shoe_size": 43},
            {
                "email": ["Not an e-mail address: the address needs exactly one @."],
                "purchase_count": ["Write a whole number from 0 to 1,000,000."],
                "shoe_size": ["There is no such field."],
            },
        ),
        (
            {"email": "a@b.example", "account": {"name": "Acme", "renewal_on": "soon", "size": 3}},
            {
                "account.renewal_on": ["Write a date like 2026-03-31."],
                "account.size": ["There is no such field."],
            },
        ),
        (
            {"email": "a@b.example", "account": {"currency": "EUR"}},
            {"account.name": ["Name the company, or give its identifier."]},
        ),
        (
            {"email": "a@b.example", "account": "Acme"},
            {"account": ['This must be an object like {"name": "Acme"}, or null.']},
        ),
        ({"email": "a@b.example", "account_name": "Acme"}, {"account_name": ["There is no such field."]}),
    ],
)
def test_post_refuses_by_field(call: Call, body: dict[str, Any], errors: dict[str, list[str]]) -> None:
    """T52: 422 names every field with a sentence."""
    assert call("POST", CUSTOMERS, body) == (422, {"errors": errors})
    assert not Customer.objects.exists()


def test_post_refuses_identifiers_of_two_customers(call: Call) -> None:
    CustomerFactory.create(email="ada@example.org", name="Ada", external_id=None)
    CustomerFactory.create(name="Bob", external_id="C-2")

    status, answer = call("POST", CUSTOMERS, {"email": "ada@example.org", "external_id": "C-2"})

    assert (status, answer) == (
        422,
        {"errors": {"email": ["ada@example.org is customer “Ada”, but C-2 is customer “Bob C-2”."]}},
    )


@pytest.mark.parametrize("body", [[], "Ada", None, 3])
def test_a_body_that_is_no_object_is_refused(call: Call, body: Any) -> None:
    for url in (CUSTOMERS, ACCOUNTS, EVENTS):
        assert call("POST", url, [body])[0] == 400


def test_patch_changes_one_customer_and_their_identifiers(call: Call) -> None:
    customer = CustomerFactory.create(
        email="ada@old.example", external_id="C-1", account=AccountFactory.create()
    )

    status, found = call(
        "PATCH",
        f"{CUSTOMERS}{customer.pk}/",
        {"email": "ada@new.example", "external_id": "C-9", "renewal_on": "2026-12-10", "account": None},
    )

    assert status == 200
    customer.refresh_from_db()
    assert (customer.canonical_email, customer.external_id, customer.renewal_on, customer.account) == (
        "ada@new.example",
        "C-9",
        date(2026, 12, 10),
        None,
    )
    assert found["email"] == "ada@new.example"


def test_patch_refuses_what_is_somebody_elses(call: Call) -> None:
    CustomerFactory.create(email="bob@example.org", name="Bob", external_id="C-2")
    customer = CustomerFactory.create(email="ada@example.org")

    status, answer = call("PATCH", f"{CUSTOMERS}{customer.pk}/", {"email": "Bob@example.org"})

    assert (status, answer) == (
        422,
        {"errors": {"email": ["Bob@example.org is customer “Bob C-2”."]}},
    )


def test_the_erased_are_not_there(call: Call) -> None:
    customer = CustomerFactory.create(erased_at=NOW, email="", contact=None, external_id=None)
    url = f"{CUSTOMERS}{customer.pk}/"

    assert call("GET", url)[0] == 404
    assert call("PATCH", url, {"name": "Ada"})[0] == 404
    assert call("GET", CUSTOMERS)[1]["results"] == []


def test_customers_are_filtered(call: Call) -> None:
    """G63: by "last surveyed", stage and when they changed; G80: by e-mail, phone, words."""
    hour = timedelta(hours=1)
    asked = CustomerFactory.create(
        name="Ada", phone="+49 40 123", stage="new", last_score=10, country="DE", email="ada@example.org",
        updated_at=NOW - hour, account=AccountFactory.create(name="Acme"),
        contact=ContactFactory.create(address="ada@example.org", last_asked_at=NOW),
    )  # fmt: skip
    other = CustomerFactory.create(name="Bob", updated_at=NOW, email="", contact=None)

    def found(query: str) -> list[int]:
        return [row["id"] for row in call("GET", f"{CUSTOMERS}?{query}")[1]["results"]]

    assert found("last_surveyed_before=2026-03-10T09:00:01Z") == [asked.pk]
    assert found("last_surveyed_before=2026-03-10T09:00:00Z") == []
    assert found("last_surveyed_after=2026-03-10T09:00:00Z") == [asked.pk]
    assert found("never_surveyed=true") == [other.pk]
    assert found("never_surveyed=false") == [asked.pk]
    assert found("updated_since=2026-03-10T08:59:00Z") == [other.pk]
    assert found("stage=new") == [asked.pk]
    assert found("band=promoter") == [asked.pk]
    assert found("band=none") == [other.pk]
    assert found("country=de") == [asked.pk]
    assert found(f"account={asked.account_id}") == [asked.pk]
    assert found("email=ADA@example.org") == [asked.pk]
    assert found("email=nonsense") == []
    assert found(f"external_id={other.external_id}") == [other.pk]
    assert found("q=40%20123") == [asked.pk]
    assert found("q=acme") == [asked.pk]
    assert call("GET", f"{CUSTOMERS}?stage=nobody")[0] == 400


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_as_often(
    call: Call, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        CustomerFactory.create(account=AccountFactory.create(name=f"A{n}"))

    with django_assert_max_num_queries(3):
        assert len(call("GET", CUSTOMERS)[1]["results"]) == number
    with django_assert_max_num_queries(3):
        assert len(call("GET", ACCOUNTS)[1]["results"]) == number


def test_accounts_are_made_and_changed(call: Call) -> None:
    body = {"external_id": "A-1", "name": "Acme", "annual_revenue": "12400.50", "attributes": {"tier": 1}}

    made, account = call("POST", ACCOUNTS, body)
    again, same = call("POST", ACCOUNTS, body)
    changed, other = call("POST", ACCOUNTS, {"external_id": "A-1", "renewal_on": "2026-04-01"})

    assert (made, again, changed) == (201, 200, 200)
    assert same == account
    assert (other["renewal_on"], other["annual_revenue"], other["name"]) == ("2026-04-01", "12400.50", "Acme")
    assert [row["id"] for row in call("GET", f"{ACCOUNTS}?name=acm")[1]["results"]] == [account["id"]]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"name": ["Name the company, or give its identifier."]}),
        ({"name": "Acme", "manager": "nobody@example.org"},
         {"manager": ["Nobody on the staff has the address nobody@example.org."]}),
        ({"name": "Acme", "size": 3}, {"size": ["There is no such field."]}),
    ],
)  # fmt: skip
def test_accounts_refuse_by_field(call: Call, body: dict[str, Any], errors: dict[str, list[str]]) -> None:
    assert call("POST", ACCOUNTS, body) == (422, {"errors": errors})
    assert not Account.objects.exists()


def test_a_renewal_of_the_company_moves_its_customers(call: Call) -> None:
    """G30: the company's renewal counts for its customers at once."""
    account = AccountFactory.create(external_id="A-1")
    customer = CustomerFactory.create(account=account, purchase_count=1, stage="established")

    call("POST", ACCOUNTS, {"external_id": "A-1", "renewal_on": "2026-04-01"})

    customer.refresh_from_db()
    assert customer.stage == "renewal"


def test_consent_comes_by_api_and_a_refusal_stays(call: Call) -> None:
    """G75: suppression wins over the API."""
    sent = {"email": "ada@example.org", "opted_in_at": "2026-01-31T09:00:00Z", "opt_in_source": "Form"}
    call("POST", CUSTOMERS, {**sent, "unsubscribed": True, "last_surveyed_on": "2026-03-01"})

    status, shown = call("POST", CUSTOMERS, {**sent, "unsubscribed": False, "last_surveyed_on": "2025-01-01"})

    assert status == 200
    told = {
        name: shown[name] for name in ("opted_in_at", "opt_in_source", "blocked_reason", "next_survey_at")
    }
    assert told == {
        "opted_in_at": "2026-01-31T09:00:00Z",
        "opt_in_source": "Form",
        "blocked_reason": "unsubscribed",
        "next_survey_at": "2026-08-31T22:00:00Z",
    }


def test_writing_needs_the_scope(client: Client) -> None:
    reader = bearer(ApiKeyFactory.create(scopes=[Scope.READ]))

    for url in (CUSTOMERS, ACCOUNTS, EVENTS):
        assert client.get(url, headers=reader).status_code == 200
        assert client.post(url, b"{}", "application/json", headers=reader).status_code == 403
        assert client.get(url).status_code == 401


def test_the_description_names_what_is_sent_and_read() -> None:
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]  # untyped library

    post = schema["paths"]["/api/v1/customers/"]["post"]
    assert "CustomerFacts" in str(post["requestBody"])
    assert sorted(post["responses"]) == ["200", "201"]
    assert "EventFacts" in str(schema["paths"]["/api/v1/events/"]["post"]["requestBody"])
    assert "patch" in schema["paths"]["/api/v1/customers/{id}/"]


@pytest.mark.parametrize(
    "query", ["email=Old@example.org", "external_id=C-old", "email=ada@example.org", "external_id=C-1"]
)
def test_customers_are_listed_by_names_from_before_a_merge(call: Call, query: str) -> None:
    """T52 G75: the look-up by address and identifier knows what a merge has put aside."""
    customer = CustomerFactory.create(email="ada@example.org", external_id="C-1")
    CustomerFactory.create()
    CustomerAlias.objects.create(customer=customer, kind="email", value="old@example.org")
    CustomerAlias.objects.create(customer=customer, kind="external", value="C-old")

    _, page = call("GET", f"{CUSTOMERS}?{query}")

    assert [row["id"] for row in page["results"]] == [customer.pk]
    assert call("GET", f"{CUSTOMERS}?{query}&stage=loss")[1]["results"] == []

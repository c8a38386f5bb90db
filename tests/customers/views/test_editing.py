"""Customers and companies, added and edited by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import consent
from customers.enums import AttributeKind, BlockReason, Source, Stage
from customers.models import Account, AttributeDefinition, Contact, Customer
from team.models import AuditEntry
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User


@pytest.fixture
def staff(manager: User, program: Program, client_for: Callable[[User], Client]) -> Client:
    return client_for(manager)


def filled(client: Client, url: str, **changes: object) -> dict[str, Any]:
    """What the page's form would send."""
    form = client.get(url).context["form"]
    shown = {field.html_name: _sent(field.value()) for field in form}
    before = {field.html_initial_name: _sent(field.value()) for field in form}
    return shown | before | changes


def _sent(value: object) -> object:
    return "" if value is None else value


def test_somebody_is_added_with_company_consent_and_attributes(staff: Client, manager: User) -> None:
    """T52"""
    AttributeDefinition.objects.create(key="seats", label="Seats", kind=AttributeKind.NUMBER)
    AttributeDefinition.objects.create(key="beta", label="Beta", kind=AttributeKind.FLAG)
    data = filled(staff, "/customers/new/") | {
        "name": "Ada Lovelace",
        "email": "Ada@example.org",
        "account_name": "Acme",
        "language": "en",
        "time_zone": "Europe/London",
        "country": "GB",
        "joined_on": "2024-01-31",
        "opted_in_at": "2026-01-31",
        "opt_in_source": "Fair",
        "attribute-seats": "12",
        "attribute-beta": "no",
    }

    response = staff.post("/customers/new/", data)

    customer = Customer.objects.select_related("account").get()
    assert response.headers["Location"] == f"/customers/{customer.pk}/"
    assert (customer.name, customer.email, customer.source) == (
        "Ada Lovelace",
        "Ada@example.org",
        Source.STAFF,
    )
    assert (str(customer.account), customer.country, customer.joined_on) == ("Acme", "GB", date(2024, 1, 31))
    assert (customer.attributes, customer.opt_in_source) == ({"seats": 12, "beta": False}, "Fair")
    assert customer.contact is not None
    entry = AuditEntry.objects.get(action="customer.added")
    assert (entry.actor, entry.subject_id) == (manager, str(customer.pk))


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"email": "nobody"}, "email", "Not an e-mail address"),
        ({"email": "ada@example.org", "time_zone": "Mars"}, "time_zone", "Write a time zone"),
        ({"name": "Ada"}, "email", "Give an e-mail address or an identifier."),
        ({"email": "known@example.org"}, "__all__", "Already known as “Known”"),
    ],
)
def test_what_cannot_be_stands_at_its_field_and_nothing_is_stored(
    staff: Client, data: dict[str, str], field: str, said: str
) -> None:
    CustomerFactory.create(name="Known", email="known@example.org")

    response = staff.post(
        "/customers/new/", filled(staff, "/customers/new/") | data | {"account_name": "Acme"}
    )

    assert response.status_code == 400
    assert said in str(response.context["form"].errors[field])
    assert (Customer.objects.count(), Account.objects.count()) == (1, 0)
    assert not AuditEntry.objects.exists()


def test_a_new_address_takes_the_hold_and_the_refusal_along(staff: Client) -> None:
    """G64"""
    customer = CustomerFactory.create(email="old@example.org")
    until = NOW + timedelta(days=100)
    Contact.objects.filter(pk=customer.contact_id or 0).update(next_survey_at=until)
    consent.block(contact_id=customer.contact_id or 0, reason=BlockReason.UNSUBSCRIBED, now=NOW)
    url = f"/customers/{customer.pk}/edit/"

    assert staff.post(url, filled(staff, url, email="new@example.org")).status_code == 302

    customer.refresh_from_db()
    contact = Contact.objects.get(pk=customer.contact_id or 0)
    assert customer.email == "new@example.org"
    assert (contact.next_survey_at, contact.blocked_reason) == (until, BlockReason.UNSUBSCRIBED)


def test_only_what_was_changed_is_told_and_audited(staff: Client, manager: User) -> None:
    account = AccountFactory.create(name="Acme")
    customer = CustomerFactory.create(
        name="Ada", account=account, attributes={"plan": "gold", "beta": True, "seats": 3}
    )
    url = f"/customers/{customer.pk}/edit/"
    data = filled(staff, url, **{"name": "Ada L.", "account_name": "", "attribute-plan": ""})
    # Meanwhile somebody else wrote another field.
    Customer.objects.filter(pk=customer.pk).update(phone="+1")

    staff.post(url, data)

    customer.refresh_from_db()
    assert (customer.name, customer.phone, customer.account) == ("Ada L.", "+1", None)
    assert customer.attributes == {"beta": True, "seats": 3}
    assert AuditEntry.objects.get(action="customer.changed").changes == {
        "name": ["Ada", "Ada L."],
        "company": ["Acme", ""],
        "attributes": [{"plan": "gold", "beta": True, "seats": 3}, {"beta": True, "seats": 3}],
    }


def test_saving_without_a_change_changes_nothing(staff: Client) -> None:
    customer = CustomerFactory.create(attributes={"beta": False, "seats": 1.5, "plan": "gold"})
    before = Customer.objects.values().get()
    url = f"/customers/{customer.pk}/edit/"

    staff.post(url, filled(staff, url))

    assert Customer.objects.values().get() == before
    assert not AuditEntry.objects.exists()


def test_another_ones_identifier_offers_the_merge(staff: Client) -> None:
    """T52"""
    customer, other = CustomerFactory.create(), CustomerFactory.create(email="taken@example.org")
    url = f"/customers/{customer.pk}/edit/"

    response = staff.post(url, filled(staff, url, email="taken@example.org"))

    assert response.status_code == 400
    assert f'href="/customers/{customer.pk}/merge/{other.pk}/"' in response.content.decode()


def test_companies_are_offered_while_one_writes(staff: Client) -> None:
    for name in ("Acme Ltd", "Acme Inc", "Globex"):
        AccountFactory.create(name=name)

    response = staff.get(
        "/customers/new/",
        {"account_name": "acm"},
        headers={"HX-Request": "true", "HX-Target": "company-names"},
    )

    page = response.content.decode()
    assert page.strip().startswith('<datalist id="company-names">')
    assert ("Acme Ltd" in page, "Acme Inc" in page, "Globex" in page) == (True, True, False)


def test_a_company_is_edited_and_its_customers_move(staff: Client, manager: User, rep: User) -> None:
    account = AccountFactory.create(name="Acme", external_id="A-1")
    customer = CustomerFactory.create(account=account, purchase_count=1, stage=Stage.ESTABLISHED)
    url = f"/customers/companies/{account.pk}/"

    response = staff.post(
        url,
        filled(
            staff,
            url,
            name="Acme Ltd",
            manager=rep.email,
            annual_revenue="1200.50",
            currency="eur",
            country="DE",
            churned_on="2024-01-31",
        ),
    )

    assert response.status_code == 302
    account.refresh_from_db()
    customer.refresh_from_db()
    assert (account.name, account.manager, account.annual_revenue) == ("Acme Ltd", rep, Decimal("1200.50"))
    assert (account.currency, account.country, customer.stage) == ("EUR", "DE", Stage.LOSS)
    entry = AuditEntry.objects.get(action="account.changed")
    assert (entry.actor, entry.changes["name"]) == (manager, ["Acme", "Acme Ltd"])


def test_a_companys_identifier_is_its_own(staff: Client) -> None:
    AccountFactory.create(external_id="A-2")
    account = AccountFactory.create(external_id="A-1")
    url = f"/customers/companies/{account.pk}/"

    response = staff.post(url, filled(staff, url, external_id="A-2"))

    assert response.status_code == 400
    assert "Another company has this identifier." in response.content.decode()
    account.refresh_from_db()
    assert account.external_id == "A-1"


def test_the_pages_lead_there(staff: Client) -> None:
    customer = CustomerFactory.create()

    assert 'href="/customers/new/"' in staff.get("/customers/").content.decode()
    manage = staff.get(f"/customers/{customer.pk}/manage/").content.decode()
    assert f'href="/customers/{customer.pk}/edit/"' in manage
    assert f'href="/customers/{customer.pk}/merge/"' in manage

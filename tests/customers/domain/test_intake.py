"""How customers come in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from customers.domain import erasure, facts, intake
from customers.domain.facts import InvalidFacts
from customers.domain.intake import Intake
from customers.enums import Source
from customers.models import Account, Contact, Customer, StageChange
from team.models import Program, User
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW


def take(**told: object) -> Intake:
    return intake.upsert(facts=told, source=Source.API, now=NOW)


def outcomes(*told: dict[str, object]) -> list[str | dict[str, str]]:
    """What became of each of several facts, taken as one batch."""
    results = intake.absorb(batch=[facts.clean(it) for it in told], source=Source.IMPORT, now=NOW)
    return [it.errors if isinstance(it, InvalidFacts) else it.outcome for it in results]


def errors_of(**told: object) -> dict[str, str]:
    with pytest.raises(InvalidFacts) as refused:
        take(**told)
    return refused.value.errors


def test_upsert_makes_a_customer_with_contact_stage_and_history(program: Program) -> None:
    found = take(
        email=" Ada@Bücher.example ",
        external_id="C-1",
        name="Ada  Lovelace",
        phone="+44 20 123",
        language="EN_gb",
        time_zone="Europe/London",
        country="United Kingdom",
        joined_on="2024-01-31",
        first_purchase_on=date(2026, 3, 1),
        purchase_count=1,
        attributes={"plan": "gold", "seats": 12, "beta": True},
    )

    stored = Customer.objects.get()
    assert found == Intake(stored, "created")
    assert (stored.email, stored.canonical_email) == ("Ada@Bücher.example", "ada@xn--bcher-kva.example")
    assert (stored.name, stored.external_id, stored.phone) == ("Ada Lovelace", "C-1", "+44 20 123")
    assert (stored.language, stored.time_zone, stored.country) == ("en-gb", "Europe/London", "GB")
    assert (stored.joined_on, stored.first_purchase_on) == (date(2024, 1, 31), date(2026, 3, 1))
    assert stored.attributes == {"plan": "gold", "seats": 12, "beta": True}
    assert (stored.source, stored.stage) == ("api", "new")
    assert stored.contact == Contact.objects.get()
    assert list(StageChange.objects.values_list("customer", "from_stage", "to_stage", "changed_at")) == [
        (stored.pk, "", "new", NOW)
    ]


def test_upsert_twice_changes_nothing(program: Program) -> None:
    told = {"email": "ada@example.org", "account_name": "Acme", "account_annual_revenue": "1200.5"}
    take(**told)

    assert take(**told).outcome == "unchanged"
    assert (Customer.objects.count(), Account.objects.count(), Contact.objects.count()) == (1, 1, 1)
    assert StageChange.objects.count() == 1


def test_upsert_changes_what_is_told_and_leaves_the_rest(program: Program) -> None:
    take(email="ada@example.org", name="Ada", phone="1", attributes={"plan": "gold", "seats": 1})

    found = take(email="ADA@EXAMPLE.org", name="Ada L.", attributes={"seats": 2, "plan": None})

    stored = Customer.objects.get()
    assert found.outcome == "changed"
    assert (stored.name, stored.phone, stored.attributes) == ("Ada L.", "1", {"seats": 2})


def test_upsert_clears_with_none(program: Program) -> None:
    take(external_id="C-1", name="Ada", renewal_on="2026-12-10", account_name="Acme", purchase_count=3)

    take(external_id="C-1", name=None, renewal_on=None, account_name=None, purchase_count=None)

    stored = Customer.objects.get()
    assert (stored.name, stored.renewal_on, stored.account, stored.purchase_count) == ("", None, None, 0)


def test_upsert_raises_the_stage_with_the_purchase(program: Program) -> None:
    """G24, G27: a prospect becomes a new customer when they buy."""
    take(email="ada@example.org", source="trial")

    take(email="ada@example.org", first_purchase_on="2026-03-10", purchase_count=1)

    assert Customer.objects.get().stage == "new"
    assert list(StageChange.objects.order_by("pk").values_list("from_stage", "to_stage")) == [
        ("", "prospect"),
        ("prospect", "new"),
    ]


def test_upsert_tells_the_rooms_above(
    program: Program,
    heard: list[list[int] | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        found = take(email="ada@example.org")
        take(email="ada@example.org")

    assert heard == [[found.customer.pk]]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "email"),
        ({"name": "Nobody"}, "email"),
        ({"email": "ada"}, "email"),
        ({"email": "a@example.org, b@example.org"}, "email"),
        ({"email": "ada@example.org\x00"}, "email"),
        ({"email": None, "external_id": "C-1"}, "email"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"external_id": "C-1", "name": "x" * 201}, "name"),
        ({"external_id": "C-1", "name": "\x07"}, "name"),
        ({"external_id": "C-1", "name": True}, "name"),
        ({"external_id": "C-1", "phone": "unknown"}, "phone"),
        ({"external_id": "C-1", "language": "english!"}, "language"),
        ({"external_id": "C-1", "time_zone": "Berlin"}, "time_zone"),
        ({"external_id": "C-1", "country": "Atlantis"}, "country"),
        ({"external_id": "C-1", "source": "fax"}, "source"),
        ({"external_id": "C-1", "joined_on": "31.01.2024"}, "joined_on"),
        ({"external_id": "C-1", "joined_on": "0024-01-31"}, "joined_on"),
        ({"external_id": "C-1", "joined_on": 20240131}, "joined_on"),
        ({"external_id": "C-1", "purchase_count": -1}, "purchase_count"),
        ({"external_id": "C-1", "purchase_count": True}, "purchase_count"),
        ({"external_id": "C-1", "purchase_count": "７"}, "purchase_count"),
        ({"external_id": "C-1", "purchase_count": 1.0}, "purchase_count"),
        ({"external_id": "C-1", "attributes": ["plan"]}, "attributes"),
        ({"external_id": "C-1", "attributes": {"a": {"b": 1}}}, "attributes"),
        ({"external_id": "C-1", "attributes": {"a": float("nan")}}, "attributes"),
        ({"external_id": "C-1", "attributes": {"": 1}}, "attributes"),
        ({"external_id": "C-1", "attributes": {str(n): 1 for n in range(101)}}, "attributes"),
        ({"external_id": "C-1", "account_annual_revenue": "5"}, "account_name"),
        ({"email": "a@b.io", "account_name": "A", "account_annual_revenue": "-5"}, "account_annual_revenue"),
        ({"email": "a@b.io", "account_name": "A", "account_annual_revenue": "x"}, "account_annual_revenue"),
        ({"external_id": "C-1", "account_name": "A", "account_currency": "EURO"}, "account_currency"),
        ({"external_id": "C-1", "account_name": "A", "account_manager": "no@example.org"}, "account_manager"),
        ({"external_id": "C-1", "shoe_size": 43}, "shoe_size"),
        ({"external_id": "C-1", "account_shoe_size": 43}, "account_shoe_size"),
        (
            {"external_id": "C-1", "first_purchase_on": "2026-02-02", "last_purchase_on": "2026-02-01"},
            "last_purchase_on",
        ),
    ],
)  # fmt: skip
def test_upsert_refuses_and_leaves_nothing(program: Program, told: dict[str, Any], field: str) -> None:
    """T52: what cannot be is refused by field, with a sentence."""
    assert list(errors_of(**told)) == [field]
    assert not Customer.objects.exists()
    assert not Account.objects.exists()


def test_upsert_names_every_wrong_field(program: Program) -> None:
    assert sorted(errors_of(email="ada", joined_on="soon", phone="none")) == ["email", "joined_on", "phone"]


def test_identifiers_of_two_customers_are_refused_naming_both(program: Program) -> None:
    CustomerFactory.create(email="ada@example.org", name="Ada", external_id=None)
    CustomerFactory.create(name="Bob", external_id="C-2")

    assert errors_of(email="ada@example.org", external_id="C-2") == {
        "email": "ada@example.org is customer “Ada”, but C-2 is customer “Bob C-2”."
    }


def test_an_address_under_another_identifier_is_refused(program: Program) -> None:
    CustomerFactory.create(email="ada@example.org", external_id="C-1")

    assert errors_of(email="ada@example.org", external_id="C-9") == {
        "external_id": "ada@example.org is already known as C-1."
    }


def test_a_customer_known_by_address_gets_their_identifier(program: Program) -> None:
    CustomerFactory.create(email="ada@example.org", external_id=None)

    assert take(email="ada@example.org", external_id="C-1").outcome == "changed"
    assert Customer.objects.get().external_id == "C-1"


def test_a_change_of_address_carries_the_hold(program: Program) -> None:
    """G61: six months of quiet follow the person to their new address."""
    customer = CustomerFactory.create(email="ada@old.example", external_id="C-1")
    until = NOW + timedelta(days=100)
    Contact.objects.update(next_survey_at=until, last_asked_at=NOW)

    take(external_id="C-1", email="ada@new.example")

    moved = Customer.objects.get()
    assert moved.contact is not None
    assert moved.contact_id != customer.contact_id
    assert (moved.contact.next_survey_at, moved.contact.last_asked_at) == (until, NOW)


def test_an_import_after_erasure_finds_the_hold_and_the_refusal(program: Program) -> None:
    """G61: whoever was forgotten and comes back is not asked sooner."""
    customer = CustomerFactory.create(email="ada@example.org")
    until = NOW + timedelta(days=100)
    Contact.objects.update(next_survey_at=until, blocked_reason="unsubscribed", blocked_at=NOW)
    erasure.erase(customer=customer, actor=None, now=NOW)

    back = take(email="Ada@Example.org").customer

    assert back.pk != customer.pk
    assert back.contact is not None
    assert (back.contact.next_survey_at, back.contact.blocked_reason) == (until, "unsubscribed")


def test_two_customers_swap_addresses_in_one_batch(program: Program) -> None:
    CustomerFactory.create(email="a@example.org", external_id="A")
    CustomerFactory.create(email="b@example.org", external_id="B")

    result = outcomes(
        {"external_id": "A", "email": "c@example.org"},
        {"external_id": "B", "email": "a@example.org"},
        {"external_id": "A", "email": "b@example.org"},
    )

    assert result == ["changed", "changed", "changed"]
    stored = Customer.objects.order_by("external_id").select_related("contact")
    assert [(it.external_id, it.canonical_email) for it in stored] == [
        ("A", "b@example.org"),
        ("B", "a@example.org"),
    ]
    assert [it.contact for it in stored] == [
        intake.ensure_contact(canonical_email=str(it.canonical_email)) for it in stored
    ]


def test_an_address_that_was_left_is_free_for_somebody_new(program: Program) -> None:
    CustomerFactory.create(email="office@example.org", external_id="A")

    assert outcomes(
        {"external_id": "A", "email": "ada@example.org"},
        {"external_id": "B", "email": "office@example.org"},
    ) == ["changed", "created"]


def test_a_second_row_of_one_batch_speaks_of_the_same_customer(program: Program) -> None:
    assert outcomes(
        {"email": "ada@example.org", "name": "Ada"},
        {"email": "ADA@example.org", "external_id": "C-1"},
        {"external_id": "C-1", "name": "Ada"},
        {"email": "ada@example.org", "external_id": "C-2"},
    ) == ["created", "changed", "unchanged", {"external_id": "ada@example.org is already known as C-1."}]
    assert Customer.objects.count() == 1


def test_a_refused_row_leaves_the_others_and_no_company(program: Program) -> None:
    assert outcomes(
        {"email": "ada@example.org"},
        {
            "email": "bob@example.org",
            "first_purchase_on": "2026-02-02",
            "last_purchase_on": "2026-02-01",
            "account_name": "Acme",
        },
        {"email": "cleo@example.org"},
    ) == ["created", {"last_purchase_on": "The last purchase lies before the first."}, "created"]
    assert not Account.objects.exists()


def test_a_company_is_made_once_for_a_batch(program: Program, rep: User) -> None:
    outcomes(
        {
            "email": "ada@example.org",
            "account_name": "Acme",
            "account_external_id": "A-1",
            "account_annual_revenue": "12400.505",
            "account_currency": "eur",
            "account_manager": rep.email.upper(),
            "account_renewal_on": "2026-04-01",
        },
        {"email": "bob@example.org", "account_external_id": "A-1"},
        {"email": "cleo@example.org", "account_name": "Acme"},
    )

    account = Account.objects.get()
    assert (account.name, account.annual_revenue, account.currency, account.manager, account.renewal_on) == (
        "Acme",
        Decimal("12400.50"),
        "EUR",
        rep,
        date(2026, 4, 1),
    )
    assert account.customers.count() == 3


def test_a_companys_renewal_moves_its_other_customers(
    program: Program,
    heard: list[list[int] | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """G30, G55: the account's date counts for whoever has none of their own."""
    account = AccountFactory.create(name="Acme")
    colleague = CustomerFactory.create(account=account, purchase_count=1, stage="established")

    with django_capture_on_commit_callbacks(execute=True):
        found = take(
            email="ada@example.org",
            purchase_count=1,
            account_name="Acme",
            account_renewal_on="2026-04-01",
        )

    assert list(Customer.objects.values_list("stage", flat=True)) == ["renewal", "renewal"]
    assert [colleague.pk, found.customer.pk] in heard


def test_a_name_of_two_companies_is_refused(program: Program) -> None:
    AccountFactory.create_batch(2, name="Acme")

    assert errors_of(email="ada@example.org", account_name="Acme") == {
        "account_name": "2 companies are called Acme."
    }


def test_a_company_known_by_name_gets_its_identifier(program: Program) -> None:
    AccountFactory.create(name="Acme", external_id=None)

    take(email="ada@example.org", account_name="Acme", account_external_id="A-1")

    assert list(Account.objects.values_list("name", "external_id")) == [("Acme", "A-1")]


def test_a_move_to_another_company_is_a_change(program: Program) -> None:
    take(email="ada@example.org", account_name="Acme")

    assert take(email="ada@example.org", account_name="Globex").outcome == "changed"
    assert str(Customer.objects.get().account) == "Globex"


@pytest.mark.parametrize("number", [1, 30])
def test_absorb_asks_as_often_for_thirty_as_for_one(
    program: Program, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told = [
        facts.clean({"email": f"c{n}@example.org", "external_id": f"C-{n}", "account_name": f"A{n}"})
        for n in range(number)
    ]

    with django_assert_max_num_queries(13):
        intake.absorb(batch=told, source=Source.IMPORT, now=NOW)

    assert Customer.objects.count() == number

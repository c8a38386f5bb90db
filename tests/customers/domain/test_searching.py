"""Who is found by what somebody types."""

import pytest

from customers.domain import searching
from customers.models import Customer
from tests.factories.customers import AccountFactory, CustomerFactory


def found(words: str) -> list[str]:
    return [row.name for row in searching.found(Customer.objects.all(), words).order_by("name")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("0044-20 7946 0958", "+44 20 7946"),
        ("442079460958", "+44 20 7946"),
        ("+44 (0)20 7946 0958", "+44 20 7946"),
        ("+44 20 7946 0958", "0044 20 7946"),
        ("+44 20 7946 0958", "020 7946 0958"),
        ("(020) 7946-0958", "+44 20 7946 0958"),
        ("020.7946.0958", "7946 0958"),
        ("+1 (555) 010-0199", "555 010 0199"),
        ("+49/40/5550123", "040 5550123"),
    ],
)
def test_found_knows_a_number_however_it_is_written(stored: str, typed: str) -> None:
    """G80: a caller is found by telephone number."""
    CustomerFactory.create(name="Ada", phone=stored)
    CustomerFactory.create(name="Bob", phone="+33 1 70 18 99 00")

    assert found(typed) == ["Ada"]


@pytest.mark.django_db
def test_found_needs_every_word_somewhere() -> None:
    """G80: by name, e-mail, company and identifier together."""
    acme = AccountFactory.create(name="Acme Süd")
    CustomerFactory.create(name="Ada Lovelace", email="ada@acme.example", account=acme, external_id="CRM-77")
    CustomerFactory.create(name="Bob Lovelace", email="bob@acme.example")

    assert found("lovelace") == ["Ada Lovelace", "Bob Lovelace"]
    assert found("LOVE acme") == ["Ada Lovelace", "Bob Lovelace"]
    assert found("lovelace süd") == ["Ada Lovelace"]
    assert found("crm-77") == ["Ada Lovelace"]
    assert found("ada@acme.ex") == ["Ada Lovelace"]
    assert found("bob 77") == []
    assert found("  ") == ["Ada Lovelace", "Bob Lovelace"]


@pytest.mark.django_db
def test_found_takes_wildcards_and_accents_as_letters() -> None:
    CustomerFactory.create(name="Élise 100%")
    CustomerFactory.create(name="Elise 100x")

    assert found("100%") == ["Élise 100%"]
    assert found("élise") == ["Élise 100%"]
    assert found("ÉLISE") == ["Élise 100%"]
    assert found("_") == []


@pytest.mark.django_db
def test_found_asks_the_database_where_a_company_is_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_COMPANIES", 1)
    for name in ("Acme North", "Acme South"):
        CustomerFactory.create(name=f"At {name}", account=AccountFactory.create(name=name))

    assert found("acme") == ["At Acme North", "At Acme South"]
    assert found("acme south") == ["At Acme South"]

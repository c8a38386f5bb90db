"""Customers are found by what they are known by, and by what a merge put aside."""

from __future__ import annotations

from typing import Any

import pytest

from customers.domain import facts, identities, intake
from customers.domain.facts import InvalidFacts
from customers.enums import AliasKind, ImportMode, Source
from customers.models import Customer, CustomerAlias
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("program")


@pytest.fixture
def merged() -> Customer:
    """Somebody who was two: the other had another address and another identifier."""
    customer = CustomerFactory.create(email="ada@example.org", external_id="C-1", name="Ada")
    CustomerAlias.objects.create(customer=customer, kind=AliasKind.EMAIL, value="a.lovelace@example.org")
    CustomerAlias.objects.create(customer=customer, kind=AliasKind.EXTERNAL, value="C-2")
    return customer


def take(mode: ImportMode = ImportMode.BOTH, **told: Any) -> intake.Intake | InvalidFacts:
    (outcome,) = intake.absorb(batch=[facts.clean(told)], source=Source.IMPORT, now=NOW, mode=mode)
    return outcome


def names() -> list[Any]:
    return list(Customer.objects.order_by("pk").values_list("email", "external_id", "name"))


@pytest.mark.parametrize(
    "told",
    [
        {"email": "A.Lovelace@example.org"},
        {"external_id": "C-2"},
        {"email": "a.lovelace@example.org", "external_id": "C-2"},
        {"email": "ada@example.org", "external_id": "C-2"},
        {"email": "a.lovelace@example.org", "external_id": "C-1"},
        # The other record's address changed over there: it is still the record that we put aside.
        {"email": "new@example.org", "external_id": "C-2"},
    ],
)
def test_an_old_name_finds_the_one_who_is_left(merged: Customer, told: dict[str, str]) -> None:
    facts_told: dict[str, Any] = {**told, "name": "Countess"}
    outcome = take(**facts_told)

    assert isinstance(outcome, intake.Intake)
    assert (outcome.customer, outcome.outcome) == (merged, "changed")
    assert names() == [("ada@example.org", "C-1", "Countess")]


def test_two_records_of_the_other_program_do_not_rename_the_one_in_turn(merged: Customer) -> None:
    rows = [
        {"email": "ada@example.org", "external_id": "C-1", "name": "Ada"},
        {"email": "a.lovelace@example.org", "external_id": "C-2", "name": "Ada"},
    ]
    results = intake.absorb(batch=[facts.clean(it) for it in rows], source=Source.IMPORT, now=NOW)

    assert [it.outcome for it in results if isinstance(it, intake.Intake)] == ["unchanged", "unchanged"]
    assert names() == [("ada@example.org", "C-1", "Ada")]


def test_by_hand_an_old_name_may_be_taken_again(merged: Customer) -> None:
    intake.change(customer=merged, facts={"email": "a.lovelace@example.org"}, now=NOW)

    assert names() == [("a.lovelace@example.org", "C-1", "Ada")]


def test_an_old_name_is_nobody_elses(merged: Customer) -> None:
    other = CustomerFactory.create(email="bob@example.org")

    with pytest.raises(InvalidFacts) as refused:
        intake.change(customer=other, facts={"email": "a.lovelace@example.org"}, now=NOW)

    assert refused.value.errors == {"email": "a.lovelace@example.org is customer “Ada C-1”."}
    assert refused.value.customers == (other.pk, merged.pk)


def test_names_of_two_customers_are_refused_with_both() -> None:
    """G75: identifiers that point at two customers reject the row."""
    ada = CustomerFactory.create(email="ada@example.org", external_id="C-1", name="Ada")
    bob = CustomerFactory.create(email="bob@example.org", external_id="C-2", name="Bob")

    outcome = take(email="ada@example.org", external_id="C-2", name="Eve")

    assert isinstance(outcome, InvalidFacts)
    assert outcome.errors == {
        "email": "ada@example.org is customer “Ada C-1”, but C-2 is customer “Bob C-2”."
    }
    assert outcome.customers == (bob.pk, ada.pk)
    assert names() == [("ada@example.org", "C-1", "Ada"), ("bob@example.org", "C-2", "Bob")]


@pytest.mark.parametrize(
    ("mode", "email", "wanted"),
    [
        (
            ImportMode.CREATE,
            "ada@example.org",
            "Already known as “Ada”: this import only adds new customers.",
        ),
        (ImportMode.CREATE, "new@example.org", "created"),
        (ImportMode.UPDATE, "ada@example.org", "changed"),
        (ImportMode.UPDATE, "a.lovelace@example.org", "changed"),
        (ImportMode.UPDATE, "new@example.org", "Not known yet: this import only updates known customers."),
    ],
)
def test_a_mode_refuses_whoever_it_is_not_for(
    merged: Customer, mode: ImportMode, email: str, wanted: str
) -> None:
    """G75"""
    outcome = take(mode, email=email, name="Countess")

    got = outcome.errors[""] if isinstance(outcome, InvalidFacts) else outcome.outcome
    assert got == wanted


def test_a_rehearsal_tells_and_stores_nothing(merged: Customer) -> None:
    batch = [
        facts.clean({"email": "new@example.org", "account_name": "Acme"}),
        facts.clean({"email": "ada@example.org", "unsubscribed": True}),
        facts.clean({"email": "ada@example.org", "name": "Ada"}),
    ]

    outcomes = intake.rehearse(batch=batch, source=Source.IMPORT, now=NOW)

    assert [it.outcome for it in outcomes if isinstance(it, intake.Intake)] == [
        "created",
        "changed",
        "changed",
    ]
    assert names() == [("ada@example.org", "C-1", "Ada")]
    merged.refresh_from_db()
    assert merged.contact is not None
    assert (merged.contact.blocked_reason, merged.account) == ("", None)


def test_find_knows_old_names(merged: Customer) -> None:
    assert identities.find(canonical_email="a.lovelace@example.org") == merged
    assert identities.find(canonical_email="ada@example.org") == merged
    assert identities.find(external_id="C-2") == merged
    assert identities.find(external_id="C-3") is None

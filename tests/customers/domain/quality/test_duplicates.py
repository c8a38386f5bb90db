"""Who may be there twice, and who was told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.domain.quality import duplicates
from customers.domain.quality.duplicates import KINDS
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Account, Customer

pytestmark = pytest.mark.usefixtures("program")


@pytest.fixture
def acme() -> Account:
    return AccountFactory.create(name="Acme")


def person(**facts: object) -> Customer:
    return CustomerFactory.create(**{"name": "", **facts})


def pairs(code: str) -> list[tuple[int, int]]:
    groups, _ = duplicates.page(KINDS[code])
    return [(one.pk, other.pk) for group in groups for one, other in group.pairs]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada.lovelace@x.example", "adalovelace@x.example", True),
        ("ada@x.example", "ada+news@x.example", True),
        ("a.da+a@x.example", "ada+b.c@x.example", True),
        ("ada@x.example", "ada@y.example", False),
        ("ada@x.example", "adam@x.example", False),
        ("ada@a.b.example", "ada@ab.example", False),
    ],
)
def test_addresses_that_are_nearly_the_same(one: str, other: str, same: bool) -> None:
    """T52"""
    first, second = person(email=one), person(email=other)

    assert pairs("address") == ([(first.pk, second.pk)] if same else [])
    assert duplicates.tally() == {"address": int(same), "name": 0, "phone": 0}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+49 (30) 123-4567", "0049 30 1234567", True),
        ("030/1234567", "030 123 45 67", True),
        ("030 1234567", "030 1234568", False),
        ("123456", "12-34-56", False),
        ("", "", False),
    ],
)
def test_phone_numbers_of_the_same_digits(one: str, other: str, same: bool) -> None:
    """T52"""
    first, second = person(phone=one), person(phone=other)

    assert pairs("phone") == ([(first.pk, second.pk)] if same else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Lovelace", "ada  lovelace", True),
        ("Anne-Marie O’Neill", "Anne Marie O'Neill", True),
        ("Ada Lovelace", "Ada King", False),
        ("", "", False),
    ],
)
def test_names_in_one_company(acme: Account, one: str, other: str, same: bool) -> None:
    """T52"""
    first, second = person(name=one, account=acme), person(name=other, account=acme)
    person(name=one, account=AccountFactory.create())
    person(name=one)

    assert pairs("name") == ([(first.pk, second.pk)] if same else [])


def test_whoever_was_told_apart_is_not_shown_again(acme: Account) -> None:
    people = [person(name="Ada", account=acme) for _ in range(3)]
    first, second, third = (it.pk for it in people)
    assert pairs("name") == [(first, second), (first, third), (second, third)]

    assert duplicates.keep_apart(one=people[1], other=people[0], actor=None, now=NOW)
    assert not duplicates.keep_apart(one=people[0], other=people[1], actor=None, now=NOW)

    assert pairs("name") == [(first, third), (second, third)]
    assert duplicates.tally()["name"] == 1
    duplicates.keep_apart(one=people[0], other=people[2], actor=None, now=NOW)
    duplicates.keep_apart(one=people[1], other=people[2], actor=None, now=NOW)
    assert (pairs("name"), duplicates.tally()["name"]) == ([], 0)


def test_a_switchboard_is_no_person() -> None:
    for _ in range(duplicates.MOST_ALIKE + 1):
        person(phone="030 1234567")

    assert (pairs("phone"), duplicates.tally()["phone"]) == ([], 0)


def test_the_erased_and_the_merged_are_nobodys_double() -> None:
    first = person(phone="030 1234567")
    person(phone="030 1234567", erased_at=NOW)
    person(phone="030 1234567", merged_into=first)

    assert pairs("phone") == []


def test_pages_go_on_behind_the_last_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "PER_PAGE", 2)
    for number in range(5):
        for _ in range(2):
            person(phone=f"030 123456{number}")

    seen, after = [], ""
    while True:
        groups, after = duplicates.page(KINDS["phone"], after=after)
        seen += [group.key for group in groups]
        if not after:
            break

    assert seen == [f"030123456{number}" for number in range(5)]


def test_alike_names_the_sign(acme: Account) -> None:
    ada = person(name="Ada", account=acme, phone="030 1234567", email="ada@x.example")
    by_name = person(name="ada", account=acme)
    by_phone = person(phone="030-1234567")
    by_address = person(email="a.d.a@x.example")
    person(name="Grace", account=acme)

    assert duplicates.alike(ada) == [
        (by_address, KINDS["address"]),
        (by_name, KINDS["name"]),
        (by_phone, KINDS["phone"]),
    ]
    duplicates.keep_apart(one=ada, other=by_phone, actor=None, now=NOW)
    assert [it for it, _ in duplicates.alike(ada)] == [by_address, by_name]

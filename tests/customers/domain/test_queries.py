"""Rows of the list of customers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from customers.domain import audiences, queries
from customers.enums import Stage
from customers.models import Customer, StageChange
from team.models import Program
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.moments import NOW


def names(**chosen: Any) -> list[str]:
    program = Program(time_zone="Europe/Berlin")
    rows = queries.narrowed(Customer.objects.current(), chosen=chosen, program=program, now=NOW)
    return sorted(row.name for row in rows)


@pytest.fixture
def people(db: None) -> None:
    CustomerFactory.create(
        name="Ada", email="ada@acme.example", phone="+49 40 123", stage=Stage.NEW, last_score=10,
        country="DE", account=AccountFactory.create(name="Acme"), external_id="4711",
        contact=ContactFactory.create(
            address="ada@acme.example",
            last_asked_at=datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
            next_survey_at=NOW + timedelta(days=1),
        ),
    )  # fmt: skip
    CustomerFactory.create(
        name="Bob", email="bob@b.example", last_score=3, country="FR",
        contact=ContactFactory.create(
            address="bob@b.example",
            last_asked_at=datetime(2026, 1, 31, 22, 59, tzinfo=UTC),
            next_survey_at=NOW,
        ),
    )  # fmt: skip
    CustomerFactory.create(
        name="Cleo", email="cleo@c.example", account=AccountFactory.create(name="Umbra", country="NL")
    )
    CustomerFactory.create(name="Dan", email="", contact=None, last_score=7)
    CustomerFactory.create(
        name="Eve", email="eve@e.example",
        contact=ContactFactory.create(
            address="eve@e.example", blocked_reason="unsubscribed", blocked_at=NOW
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["Ada", "Bob", "Cleo", "Dan", "Eve"]),
        ({"q": "ada"}, ["Ada"]),
        ({"q": "ACME"}, ["Ada"]),
        ({"q": "40 123"}, ["Ada"]),
        ({"q": "4711"}, ["Ada"]),
        ({"q": "+49 (0)40 12"}, ["Ada"]),
        ({"q": "acme ada"}, ["Ada"]),
        ({"q": "acme bob"}, []),
        ({"q": "100%"}, []),
        ({"q": "b.example ob"}, ["Bob"]),
        ({"stage": "new"}, ["Ada"]),
        ({"band": "promoter"}, ["Ada"]),
        ({"band": "passive"}, ["Dan"]),
        ({"band": "detractor"}, ["Bob"]),
        ({"band": "none"}, ["Cleo", "Eve"]),
        ({"country": "FR"}, ["Bob"]),
        ({"country": "NL"}, ["Cleo"]),
        ({"surveyed": "never"}, ["Cleo", "Dan", "Eve"]),
        ({"surveyed": "quiet"}, ["Ada"]),
        ({"surveyed": "free"}, ["Bob", "Cleo"]),
        # Midnight of 1 February in Berlin is 23:00 UTC.
        ({"surveyed": "before", "day": date(2026, 2, 1)}, ["Bob"]),
        ({"surveyed": "since", "day": date(2026, 2, 1)}, ["Ada"]),
        ({"surveyed": "before"}, ["Ada", "Bob", "Cleo", "Dan", "Eve"]),
    ],
)
def test_narrowed_finds_who_fits(people: None, chosen: dict[str, Any], found: list[str]) -> None:
    """G63, G64: "last surveyed" is a filter, before, since and never; recent recipients can be left out."""
    assert names(**chosen) == found


def test_narrowed_keeps_an_audience(people: None) -> None:
    """G64, T17: a saved audience is a filter of the list."""
    raw = {"rules": [{"field": "last_surveyed", "op": "not_in_last_days", "value": 180}]}

    assert names(rules=audiences.parse(raw)) == ["Cleo", "Dan", "Eve"]


def test_count_of_stops_counting(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Customer.objects.current()

    assert queries.count_of(rows) == (5, True)
    monkeypatch.setattr(queries, "COUNTED", 4)
    assert queries.count_of(rows) == (4, False)
    assert queries.count_of(rows, exactly=True) == (5, True)


def test_tally_arrivals_counts_moves_of_thirty_days(db: None) -> None:
    """G22: the history of the stages is kept and counted."""
    customer = CustomerFactory.create()
    for days, was, to in [
        (1, "new", "advocate"),
        (29, "new", "advocate"),
        (31, "new", "loss"),
        (1, "", "new"),
    ]:
        StageChange.objects.create(
            customer=customer, from_stage=was, to_stage=to, changed_at=NOW - timedelta(days=days)
        )

    assert queries.tally_arrivals(now=NOW) == {"advocate": 2}

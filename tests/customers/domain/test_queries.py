"""Rows of the list of customers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from customers.domain import queries
from customers.enums import Stage
from customers.models import Customer, StageChange
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.moments import NOW

BERLIN = ZoneInfo("Europe/Berlin")


def names(**chosen: Any) -> list[str]:
    rows = queries.narrowed(Customer.objects.current(), chosen=chosen, zone=BERLIN, now=NOW)
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
    CustomerFactory.create(name="Cleo", email="cleo@c.example")
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
        ({"q": "b.example ob"}, ["Bob"]),
        ({"stage": "new"}, ["Ada"]),
        ({"band": "promoter"}, ["Ada"]),
        ({"band": "passive"}, ["Dan"]),
        ({"band": "detractor"}, ["Bob"]),
        ({"band": "none"}, ["Cleo", "Eve"]),
        ({"country": "FR"}, ["Bob"]),
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


def test_page_of_walks_there_and_back_in_the_order_of_names(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for name, email in [
        ("cleo", "x@x.example"),
        ("Ada", "a@a.example"),
        ("", "bob@b.example"),
        ("Cleo", ""),
        ("dan", ""),
    ]:
        CustomerFactory.create(name=name, email=email, contact=None, canonical_email=None)
    rows = Customer.objects.current()

    first = queries.page_of(rows)
    second = queries.page_of(rows, after=first.after)
    third = queries.page_of(rows, after=second.after)
    back = queries.page_of(rows, before=third.before)

    told = [[str(row) for row in page.rows] for page in (first, second, third, back)]
    assert told == [["Ada", "bob@b.example"], ["cleo", "Cleo"], ["dan"], ["cleo", "Cleo"]]
    assert (first.before, third.after) == (None, None)
    assert (back.before, back.after) == (second.before, second.after)
    assert queries.page_of(rows, before=back.before).before is None
    assert queries.page_of(rows, after=10**9) == first


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

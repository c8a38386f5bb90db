"""A long list in each of its orders, forwards, backwards and at once."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.domain import paging
from customers.models import Account, Contact, Customer
from tests.factories.customers import CustomerFactory

DAY = date(2026, 3, 1)


def a_crowd(number: int) -> None:
    """People with and without each value, many of them equal."""
    chance = random.Random(7)
    for n in range(number):
        account = Account.objects.create(
            name="A",
            annual_revenue=chance.choice([None, Decimal("10.50"), Decimal(9), Decimal(200)]),
            renewal_on=chance.choice([None, DAY, DAY + timedelta(days=chance.randrange(3))]),
        )
        asked = chance.choice([None, datetime(2026, 1, chance.randrange(1, 4), tzinfo=UTC)])
        Customer.objects.create(
            name=chance.choice(["Ada", "ada", "Bob", "cleo", ""]),
            account=chance.choice([None, account]),
            contact=chance.choice([None, Contact.objects.create(address_hash=str(n), last_asked_at=asked)]),
            renewal_on=chance.choice([None, DAY + timedelta(days=chance.randrange(3))]),
            last_answered_at=chance.choice([None, asked]),
        )


def values_of(row: Customer) -> dict[str, Any]:
    account, contact = row.account, row.contact
    return {
        "name": row.name.lower(),
        "answered": row.last_answered_at,
        "surveyed": contact.last_asked_at if contact else None,
        "value": account.annual_revenue if account else None,
        "renewal": row.renewal_on or (account.renewal_on if account else None),
    }


def in_order(key: str, *, descending: bool) -> list[int]:
    rows = [(values_of(row)[key], row.pk) for row in Customer.objects.select_related("account", "contact")]
    known = sorted((pair for pair in rows if pair[0] is not None), reverse=descending)
    return [pk for _, pk in [*known, *sorted(pair for pair in rows if pair[0] is None)]]


@pytest.mark.django_db
@pytest.mark.parametrize("minus", ["", "-"])
@pytest.mark.parametrize("key", list(paging.ORDERS))
def test_page_of_walks_there_and_back(key: str, minus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PER_PAGE", 4)
    monkeypatch.setattr(paging, "EXPORTED_AT_ONCE", 5)
    a_crowd(30)
    rows, sort = Customer.objects.current(), f"{minus}{key}"
    expected = in_order(key, descending=bool(minus))

    pages = [paging.page_of(rows, sort=sort)]
    while pages[-1].after:
        pages.append(paging.page_of(rows, sort=sort, after=pages[-1].after))
    back = [pages[-1]]
    while back[-1].before:
        back.append(paging.page_of(rows, sort=sort, before=back[-1].before))

    assert [row.pk for page in pages for row in page.rows] == expected
    assert [row.pk for page in reversed(back) for row in page.rows] == expected
    assert pages[0].before is None
    assert back[-1].before is None
    assert [row.pk for row in paging.everyone(rows, sort=sort)] == expected


@pytest.mark.django_db
def test_page_of_begins_anew_behind_somebody_who_is_gone() -> None:
    CustomerFactory.create_batch(2)
    rows = Customer.objects.current()

    assert paging.page_of(rows, after=10**9) == paging.page_of(rows)
    assert paging.page_of(rows, sort="sideways") == paging.page_of(rows)
    assert paging.page_of(Customer.objects.none()) == paging.Page([], None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("minus", ["", "-"])
@pytest.mark.parametrize("key", list(paging.ORDERS))
def test_page_of_walks_an_index(key: str, minus: str) -> None:
    """The last page of a million comes as soon as the first: nothing is sorted whole."""
    a_crowd(5)
    rows, middle = Customer.objects.current(), Customer.objects.order_by("pk")[2].pk
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            # On five rows anything is quick; what counts is that it can be done.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        for after in (None, middle):
            with CaptureQueriesContext(connection) as asked:
                paging.page_of(rows, sort=f"{minus}{key}", after=after)
            for query in asked.captured_queries:
                cursor.execute(f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN'} {query['sql']}")
                plan = "\n".join(str(row) for row in cursor.fetchall())
                assert "USE TEMP B-TREE FOR ORDER BY" not in plan
                assert not re.search(r"(?<!Incremental )Sort  \(", plan), plan

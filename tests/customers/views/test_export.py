"""Customers as a file: what is shown, and no formula."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from customers.domain import columns, exporting, paging, queries
from customers.models import AttributeDefinition, Customer
from team.models import AuditEntry, Program, User
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

ClientFor = Callable[[User], Client]


def content_of(answer: Any) -> bytes:
    assert answer.streaming
    return b"".join(answer.streaming_content)


@pytest.fixture
def people(program: Program) -> None:
    acme = AccountFactory.create(name="Acme", annual_revenue=Decimal("12400.50"), currency="EUR")
    CustomerFactory.create(
        name="=HYPERLINK(1)", email="ada@a.example", external_id="C-1", stage="new", last_score=9,
        account=acme, attributes={"plan": "Pro", "vip": True},
    )  # fmt: skip
    CustomerFactory.create(name="Bob", email="bob@a.example", external_id="C-2", stage="loss")
    AttributeDefinition.objects.create(key="plan", label="Plan", kind="text")


def test_export_writes_what_is_shown(people: None, manager: User, client_for: ClientFor) -> None:
    client = client_for(manager)
    client.post("/customers/columns/", {"column": ["stage", "score", "value", "attribute:plan"]})

    answer = client.post("/customers/export/?stage=new&sort=-name", {"format": "csv"})

    rows = list(csv.reader(io.StringIO(content_of(answer).decode("utf-8-sig"))))
    assert rows == [
        [
            "Name", "E-mail", "Company", "Identifier", "Stage", "Last score", "Last band", "Account value",
            "Currency", "Plan",
        ],
        [
            "'=HYPERLINK(1)", "ada@a.example", "Acme", "C-1", "New customer", "9", "Promoter", "12400.50",
            "EUR", "Pro",
        ],
    ]  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]
    entry = AuditEntry.objects.get(action="customers.export")
    assert entry.actor == manager
    assert entry.changes["filter"] == {"stage": "new"}


def test_export_makes_a_workbook_in_the_order_of_the_list(
    people: None, manager: User, client_for: ClientFor
) -> None:
    answer = client_for(manager).post("/customers/export/?sort=-name", {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(content_of(answer)))["Customers"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Name", "Bob", "=HYPERLINK(1)"]


def test_export_is_for_managers(people: None, rep: User, client_for: ClientFor) -> None:
    assert client_for(rep).post("/customers/export/", {"format": "csv"}).status_code == 403
    assert "/customers/export/" not in client_for(rep).get("/customers/").content.decode()


def test_export_of_a_filter_that_was_not_understood_exports_nobody(
    people: None, manager: User, client_for: ClientFor
) -> None:
    answer = client_for(manager).post("/customers/export/?surveyed=before", {"format": "csv"})

    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action="customers.export").exists()


def test_begin_keeps_few_rows_in_memory(
    program: Program, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "EXPORTED_AT_ONCE", 500)
    Customer.objects.bulk_create(
        [Customer(name=f"Customer {n}", attributes={"n": "x" * 200}) for n in range(8_000)],
        batch_size=1_000,
    )  # fmt: skip
    file = exporting.begin(
        rows=queries.shown(Customer.objects.current()), columns=columns.exported(list(columns.BUILT_IN)),
        sort="name", form="csv", chosen={}, actor=manager, now=NOW,
    )  # fmt: skip

    tracemalloc.start()
    lines = sum(1 for _ in file.chunks)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert lines == 8_002
    assert most < 12_000_000

"""`manage.py import_customers`."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from customers.models import Customer, ImportRun
from tests.customers.domain.importing.books import book

FILE = """Customer ID;E-Mail;Joined;Annual Value (USD);Contract
C-1;ada@example.org;2025-12-31;358.2;One year
C-2;bob@example.org;2025-02-30;1,200.50;Two year
"""


@pytest.fixture
def export(program: object, tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    path = tmp_path / "crm.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_customers", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_import_customers_suggests_a_mapping_and_says_what_it_did(export: Path) -> None:
    """G75: a CRM's export with its own headers, in one command."""
    assert run(export).splitlines() == [
        "crm.csv: 2 rows, utf-8. Columns go to:",
        "  --map 'Customer ID=external_id'",
        "  --map 'E-Mail=email'",
        "  --map 'Joined=joined_on:ymd'",
        "  --map 'Annual Value (USD)=attribute_number:annual_value:dot'",
        "  --map 'Contract=attribute:contract'",
        "1 created, 0 changed, 0 unchanged, 1 rejected.",
        "  line 3, Joined: “2025-02-30” is not a date with the year first: 2026-03-31.",
    ]
    stored = Customer.objects.get()
    assert (stored.external_id, stored.attributes) == ("C-1", {"annual_value": 358.2, "contract": "One year"})


def test_import_customers_twice_changes_nothing(export: Path) -> None:
    run(export)

    assert "0 created, 0 changed, 1 unchanged, 1 rejected." in run(export)


def test_import_customers_takes_a_mapping(export: Path) -> None:
    run(export, "--map", "Joined=", "--map", "Contract=attribute:term")

    assert list(Customer.objects.values_list("joined_on", "attributes__term")) == [
        (None, "One year"),
        (None, "Two year"),
    ]


def test_import_customers_can_only_look(export: Path, tmp_path: Path) -> None:
    assert "--map 'E-Mail=email'" in run(export, "--dry-run")
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--map", "Mail=email"], "names no column of the file"),
        (["--map", "Customer ID=", "--map", "E-Mail="], "Say which column holds the e-mail address"),
        (["--map", "Joined=joined_on:dym"], "“dym” says nothing about joined_on. Known: ymd, dmy, mdy."),
    ],
)
def test_import_customers_stops_at_an_unsettled_mapping(
    export: Path, arguments: list[str], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(export, *arguments)
    assert not ImportRun.objects.exists()


def test_import_customers_stops_at_an_unreadable_file(export: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "missing.csv")
    export.write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="The file is empty"):
        run(export)


def test_import_customers_reads_a_workbook_and_its_worksheets(export: Path) -> None:
    """G75"""
    path = export.with_name("crm.xlsx")
    rows: list[list[Any]] = [["E-Mail", "Beta"], ["ada@example.org", True]]
    path.write_bytes(book(["E-Mail"], ["first@example.org"], Leads=rows))

    out = run(path, "--sheet", "Leads").splitlines()

    assert out == [
        "crm.xlsx: 1 rows, worksheet “Leads”. Columns go to:",
        "  --map 'E-Mail=email'",
        "  --map 'Beta=attribute_flag:beta'",
        "1 created, 0 changed, 0 unchanged, 0 rejected.",
    ]
    assert Customer.objects.values_list("email", "attributes").get() == ("ada@example.org", {"beta": True})


def test_import_customers_tries_first(export: Path) -> None:
    out = run(export, "--dry-run").splitlines()[-2:]

    assert out == [
        "Dry run: 1 would be created, 0 changed, 0 left as they are, 1 rejected. Nothing was stored.",
        "  line 3, Joined: “2025-02-30” is not a date with the year first: 2026-03-31.",
    ]
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()


def test_import_customers_keeps_a_mapping_and_uses_it_again(export: Path) -> None:
    run(export, "--map", "Contract=attribute:term", "--mode", "create", "--save", "CRM")

    out = run(export, "--mapping", "CRM")

    assert "  --map 'Contract=attribute:term'" in out
    assert "0 created, 0 changed, 0 unchanged, 2 rejected." in out
    assert "line 2: Already known as “ada@example.org”: this import only adds new customers." in out
    with pytest.raises(CommandError, match="No saved mapping “ERP” fits"):
        run(export, "--mapping", "ERP")

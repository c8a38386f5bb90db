"""Workbooks come in with typed cells, and those that would harm do not."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from openpyxl.cell.cell import TYPE_ERROR

from customers.domain.importing import archives, files, running, suggesting, uploading
from customers.domain.importing.cells import CellError, Typed, samples_of, typed
from customers.domain.importing.files import Form, UnreadableFile
from customers.enums import ImportMode
from customers.models import AttributeDefinition, Customer, ImportRejection, ImportRun
from tests.customers.domain.importing.books import altered, book, part
from tests.moments import NOW

if TYPE_CHECKING:
    from pathlib import Path

AFTERNOON = datetime(2024, 5, 6, 14, 30)  # noqa: DTZ001  # workbooks know no zones
HEADER = ["E-Mail", "Name", "Joined", "Purchases", "Annual Value", "Company", "Newsletter", "Plan"]
ADA = ["ada@example.org", "Ada", date(2024, 4, 3), 3, 1.234, "Acme", True, "gold"]
BOB = ["bob@example.org", "Bob", AFTERNOON, 1.0, 12_400, "Acme", False, None]
SHEET = "xl/worksheets/sheet1.xml"

pytestmark = pytest.mark.usefixtures("program")


def receive(data: bytes, name: str = "crm.xlsx") -> ImportRun:
    return uploading.receive(file=ContentFile(data), filename=name, started_by=None, now=NOW)


def imported(data: bytes, sheet: str = "") -> ImportRun:
    run = receive(data)
    form = Form(sheet=sheet) if sheet else uploading.form_of(run)
    head = uploading.sheet_of(run, form)
    mapping = suggesting.suggest(head.header, [row for _, row in head.rows])
    assert uploading.start(run=run, mapping=mapping, form=form, now=NOW, mode=ImportMode.BOTH)
    claimed = running.claim(now=NOW, run_id=run.pk)
    assert claimed is not None
    running.work(run=claimed, clock=lambda: NOW)
    run.refresh_from_db()
    return run


def refusal_of(data: bytes, name: str = "crm.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        receive(data, name)
    assert not ImportRun.objects.exists()
    return str(refused.value)


def people() -> list[Any]:
    columns = ("email", "name", "joined_on", "purchase_count", "account__name", "attributes")
    return list(Customer.objects.order_by("pk").values_list(*columns))


def test_typed_cells_need_no_notation() -> None:
    """G75: a workbook's dates, numbers and truths come in as what they are."""
    run = imported(book(HEADER, ADA, BOB))

    assert (run.state, run.total, run.created, run.rejected) == ("finished", 2, 2, 0)
    ada = {"annual_value": 1.234, "newsletter": True, "plan": "gold"}
    bob = {"annual_value": 12_400, "newsletter": False}
    assert people() == [
        ("ada@example.org", "Ada", date(2024, 4, 3), 3, "Acme", ada),
        ("bob@example.org", "Bob", date(2024, 5, 6), 1, "Acme", bob),
    ]
    assert list(AttributeDefinition.objects.values_list("key", "label", "kind")) == [
        ("annual_value", "Annual Value", "number"),
        ("newsletter", "Newsletter", "flag"),
        ("plan", "Plan", "text"),
    ]


def test_the_same_workbook_twice_changes_nothing() -> None:
    """G75"""
    imported(book(HEADER, ADA, BOB))
    before = list(Customer.objects.order_by("pk").values())

    run = imported(book(HEADER, ADA, BOB))

    assert (run.created, run.changed, run.unchanged, run.rejected) == (0, 0, 2, 0)
    assert list(Customer.objects.order_by("pk").values()) == before


def test_text_among_dates_is_read_in_its_own_order() -> None:
    run = imported(
        book(["E-Mail", "Joined"], ["a@x.example", date(2024, 4, 3)], ["b@x.example", "31/12/2023"])
    )

    assert (run.created, run.rejected) == (2, 0)
    joined = list(Customer.objects.order_by("pk").values_list("joined_on", flat=True))
    assert joined == [date(2024, 4, 3), date(2023, 12, 31)]


def test_rejected_rows_say_their_row_and_keep_what_was_seen() -> None:
    data = book(["E-Mail", "Joined"], ["nobody", date(2024, 4, 3)], [None, None], ["b@x.example", True])
    imported(data)

    assert list(ImportRejection.objects.values_list("line", "column", "reason", "row")) == [
        (
            2,
            "E-Mail",
            "Not an e-mail address: the address needs exactly one @.",
            ["nobody", "2024-04-03"],
        ),
        (
            4,
            "Joined",
            "“yes” is not a date with the year first: 2026-03-31.",
            ["b@x.example", "yes"],
        ),
    ]


def test_the_first_visible_worksheet_that_holds_something_is_taken() -> None:
    data = book(Leads=[["E-Mail"], ["lead@x.example"]], Staff=[["E-Mail"], ["staff@x.example"]])
    run = receive(data)

    assert (run.sheet, run.encoding, run.delimiter, run.total) == ("Leads", "", "", 1)
    assert files.sheets_of(uploading.path_of(run), uploading.form_of(run)) == {
        "Customers": "Customers",
        "Leads": "Leads",
        "Staff": "Staff",
    }


def test_another_worksheet_can_be_chosen() -> None:
    run = imported(book(["E-Mail"], ["a@x.example"], Staff=[["E-Mail"], ["staff@x.example"]]), sheet="Staff")

    assert (run.sheet, run.total) == ("Staff", 1)
    assert list(Customer.objects.values_list("email", flat=True)) == ["staff@x.example"]


def test_hidden_rows_come_in_and_are_told() -> None:
    run = receive(book(["E-Mail"], ["a@x.example"], ["b@x.example"], hidden=(3,)))

    assert run.total == 2
    assert run.notes == ["1 row of the worksheet is hidden and is imported like the others."]


def test_a_formula_is_its_saved_result() -> None:
    data = book(["E-Mail", "Purchases", "Renewal"], ["a@x.example", "=1+2", None])
    sheet = part(data).replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>").replace(b"<v></v>", b"<v>3</v>")
    assert b"<v>3</v>" in sheet

    imported(altered(data, replace={SHEET: sheet}))

    assert Customer.objects.get().purchase_count == 3


def test_a_formula_without_result_is_told() -> None:
    run = receive(book(["E-Mail", "Purchases"], ["a@x.example", "=1+2"]))

    (note,) = run.notes
    assert note == (
        "1 cell holds a formula whose result was not saved with the file, and counts as empty. To have it, "
        "open the file in your spreadsheet program, save it, and upload it again."
    )


def test_a_formula_that_failed_rejects_its_row() -> None:
    imported(book(["E-Mail", "Name"], ["a@x.example", "#N/A"], ["b@x.example", "Bob"]))

    assert ImportRejection.objects.values_list("line", "column", "reason").get() == (
        2,
        "Name",
        "The cell holds the error #N/A.",
    )
    assert TYPE_ERROR == "e"


def test_a_wrong_dimension_hides_nothing() -> None:
    data = book(["E-Mail", "Name"], ["a@x.example", "A"])
    sheet = part(data).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"')

    run = imported(altered(data, replace={SHEET: sheet}))

    assert (run.created, Customer.objects.get().name) == (1, "A")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = b"<sst>" + b" " * 50_000 + b"</sst>"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
PLAIN = book(["E-Mail"], ["a@x.example"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + bytes(2_000) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + bytes(2_000) + "Workbook".encode("utf-16-le"), "the old .xls format"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x1f\x8b\x08", "This is a compressed file."),
        (b"PK\x05\x06" + bytes(18), "This is an archive, not a workbook."),
        (PLAIN[:-40], "The workbook is damaged."),
        (altered(PLAIN, drop="xl/workbook.xml"), "The workbook is damaged."),
        (altered(PLAIN, replace={SHEET: b"<worksheet><sheetData><row"}), "damaged"),
        (altered(PLAIN, replace={SHEET: ENTITY}), "The workbook is damaged."),
        (altered(PLAIN, replace={"xl/workbook.bin": b""}), ".xlsb"),
        (altered(PLAIN, replace={"mimetype": b"application/vnd.oasis"}), "OpenDocument"),
        (book(["E-Mail"]), "The file has column names but no rows."),
        (book(), "The worksheet is empty."),
        (book([f"c{number}" for number in range(201)], ["x"] * 201), "more than 200 columns"),
    ],
)
def test_receive_refuses_what_is_no_list(data: bytes, said: str) -> None:
    assert said in refusal_of(data)


def test_a_workbook_that_would_swell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_EXPANDED", 20_000)

    assert "too large once it is unpacked" in refusal_of(altered(PLAIN, replace={"xl/media/a.bin": BOMB}))


def test_a_file_is_what_its_first_bytes_say() -> None:
    """The name of a file proves nothing."""
    assert receive(PLAIN, "customers.csv").sheet == "Customers"
    assert receive(b"E-Mail\na@x.example\n", "customers.xlsx").delimiter == ","


def test_a_row_far_down_costs_no_walk() -> None:
    sheet = part(PLAIN).replace(b'<row r="2"', b'<row r="999999999"').replace(b'r="A2"', b'r="A999999999"')

    run = imported(altered(PLAIN, replace={SHEET: sheet}))

    assert (run.state, run.total, run.created) == ("finished", 1, 1)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Typed("1.234", Decimal("1.234")), Decimal("1.234")),
        ("1.234", None),
        (Typed("yes", True), True),
    ],
)
def test_typed_tells_the_value(cell: str, said: object) -> None:
    assert typed(cell) == said


def test_typed_raises_for_a_failed_formula() -> None:
    with pytest.raises(CellError):
        typed(Typed("#REF!", CellError("The cell holds the error #REF!.")))


def test_samples_can_be_read_in_one_way_only() -> None:
    rows: list[list[str]] = [[Typed("1.234", Decimal("1.234"))], [" x "], [], [""]]

    assert samples_of(rows, 0) == ["1.2340", "x"]


@pytest.mark.parametrize("numbered", [True, False])
def test_rows_that_are_done_are_skipped_and_lines_stay(numbered: bool, tmp_path: Path) -> None:
    rows = [[f"c{number}@x.example", f"Name {number}"] for number in range(1, 8)]
    data = book(["E-Mail", "Name"], *rows[:3], [None], *rows[3:])
    if not numbered:
        sheet = re.sub(rb' r="[A-Z]*\d+"', b"", part(data))
        data = altered(data, replace={SHEET: sheet})
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    form = files.form_of(path)
    everything = list(files.data_rows(path, form))

    for done, (line, _) in enumerate(everything, start=1):
        assert list(files.data_rows(path, form, done=done, last_line=line)) == everything[done:]


def test_a_slice_at_a_time_is_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    rows = [[f"c{number}@x.example"] for number in range(7)]
    run = receive(book(["E-Mail"], *rows))
    mapping = suggesting.suggest(["E-Mail"], rows)
    uploading.start(run=run, mapping=mapping, form=uploading.form_of(run), now=NOW)
    for ring in range(5):
        claimed = running.claim(now=NOW + ring * running.LEASE, run_id=run.pk)
        if claimed is not None:
            # The time is up at once: one slice for each ring.
            running.work(run=claimed, clock=lambda: NOW, until=NOW)

    run.refresh_from_db()
    assert (run.state, run.created, run.next_line, run.last_line) == ("finished", 7, 7, 8)
    assert Customer.objects.count() == 7

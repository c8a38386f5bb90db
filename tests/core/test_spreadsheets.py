"""Workbooks as another program reads them."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from core import spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterable


def written(rows: Iterable[list[object]], **more: int) -> io.BytesIO:
    return io.BytesIO(b"".join(spreadsheets.stream(["A", "B"], rows, title="People", **more)))


def test_stream_keeps_what_each_cell_is() -> None:
    instant = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    rows: list[list[object]] = [
        ["Ada & <Bob>", None],
        [7, Decimal("12.50")],
        [date(2026, 3, 10), instant],
        [True, float("nan")],
        ["two\nlines", "  kept  "],
        ["control\x07", ""],
    ]

    sheet = load_workbook(written(rows))["People"]

    assert list(sheet.iter_rows(values_only=True)) == [
        ("A", "B"),
        ("Ada & <Bob>", None),
        (7, 12.5),
        (datetime(2026, 3, 10), instant.replace(tzinfo=None)),  # noqa: DTZ001  # cells have no zone
        (True, None),
        ("two\nlines", "  kept  "),
        ("control", None),
    ]
    assert sheet["A1"].font.b
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_stream_writes_no_formula(text: str) -> None:
    sheet = load_workbook(written([[text, 1]]))["People"]

    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_stream_goes_on_on_another_sheet() -> None:
    book = load_workbook(written(([n, n] for n in range(5)), most=3))

    assert book.sheetnames == ["People", "People 2", "People 3"]
    assert [row[0] for row in book["People 2"].iter_rows(values_only=True)] == ["A", 2, 3]
    assert [row[0] for row in book["People 3"].iter_rows(values_only=True)] == ["A", 4]


def test_stream_of_nobody_is_a_workbook() -> None:
    assert list(load_workbook(written([]))["People"].iter_rows(values_only=True)) == [("A", "B")]


def test_stream_forgets_what_it_has_sent() -> None:
    rows = ([n, f"somebody with a rather long name {n}"] for n in range(30_000))
    tracemalloc.start()
    sent = sum(len(piece) for piece in spreadsheets.stream(["A", "B"], rows, title="People"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent > 150_000
    assert most < 1_000_000

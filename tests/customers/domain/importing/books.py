"""Workbooks as spreadsheet programs write them, for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = Any


def book(*rows: Sequence[Cell], hidden: tuple[int, ...] = (), **others: list[list[Cell]]) -> bytes:
    """An XLSX file with these rows on its first worksheet, and further worksheets by name."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Customers"
    for row in rows:
        sheet.append(list(row))
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for name, content in others.items():
        added = workbook.create_sheet(name)
        for row in content:
            added.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def altered(data: bytes, *, replace: dict[str, bytes] | None = None, drop: str = "") -> bytes:
    """The same archive with some parts exchanged or left out."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        names = [name for name in source.namelist() if name != drop]
        for name in names:
            target.writestr(name, (replace or {}).get(name, source.read(name)))
        for name in (replace or {}).keys() - set(names):
            target.writestr(name, (replace or {})[name])
    return file.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """One part of an archive."""
    with ZipFile(io.BytesIO(data)) as source:
        return source.read(name)

"""What an import rejected, as a table that can be mended and uploaded again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import spreadsheets
from core.csv import stream_rows
from customers.domain.importing.mapping import Mapping
from customers.domain.importing.targets import ABOUT_REJECTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from customers.models import ImportRun


CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def headers_of(run: ImportRun) -> list[str]:
    """The names of the file's columns."""
    return [column.header for column in Mapping.from_json(run.mapping).columns] if run.mapping else []


def rejected_rows(run: ImportRun) -> tuple[list[str], Iterator[list[object]]]:
    """Column names and rows: the file's own, then the line, the column and the reason."""
    header = headers_of(run)
    return [*header, *ABOUT_REJECTION], _rows(run, len(header))


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file of rejected rows, piece by piece."""

    filename: str
    content_type: str
    chunks: Iterator[bytes] | Iterator[str]


def rejected_file(run: ImportRun, suffix: str) -> Rejected:
    """The rejected rows as CSV or XLSX. Their cells are texts: no spreadsheet runs one as a formula."""
    header, rows = rejected_rows(run)
    name = f"rejected-rows-of-import-{run.pk}.{suffix}"
    if suffix == XLSX:
        return Rejected(name, XLSX_TYPE, spreadsheets.stream(header, rows, title="Rejected rows"))
    return Rejected(name, "text/csv; charset=utf-8", stream_rows(header, rows, bom=True))


def _rows(run: ImportRun, width: int) -> Iterator[list[object]]:
    for rejection in run.rejections.iterator(chunk_size=2_000):
        cells = [*rejection.row, *[""] * width][: max(width, len(rejection.row))]
        yield [*cells, rejection.line, rejection.column, rejection.reason]

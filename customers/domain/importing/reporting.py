"""What an import rejected, as a table that can be mended and uploaded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.importing.mapping import Mapping
from customers.domain.importing.targets import ABOUT_REJECTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from customers.models import ImportRun


def headers_of(run: ImportRun) -> list[str]:
    """The names of the file's columns."""
    return [column.header for column in Mapping.from_json(run.mapping).columns] if run.mapping else []


def rejected_rows(run: ImportRun) -> tuple[list[str], Iterator[list[object]]]:
    """Column names and rows: the file's own, then the line, the column and the reason."""
    header = headers_of(run)
    return [*header, *ABOUT_REJECTION], _rows(run, len(header))


def _rows(run: ImportRun, width: int) -> Iterator[list[object]]:
    for rejection in run.rejections.iterator(chunk_size=2_000):
        cells = [*rejection.row, *[""] * width][: max(width, len(rejection.row))]
        yield [*cells, rejection.line, rejection.column, rejection.reason]

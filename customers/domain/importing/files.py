"""The uploaded file: what it is written in, what its columns are called, its rows one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from core.csv import CsvError, encoding_of, read_rows, sniff_delimiter
from customers.domain.importing import archives, workbooks, worksheets
from customers.domain.importing.archives import Unsuitable
from customers.domain.importing.workbooks import BrokenWorkbook
from customers.domain.importing.worksheets import Census, EndlessRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Record = tuple[int, list[str]]

MAX_COLUMNS = 200
SAMPLE_ROWS = 500
SAMPLE_BYTES = 64 * 1024
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}
# What is said of a file that does not read to its end.
Broken = (CsvError, BrokenWorkbook)


class UnreadableFile(Exception):
    """This is no list of customers; the message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: text with an encoding and a delimiter, or a workbook's sheet."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @property
    def is_workbook(self) -> bool:
        """Whether the rows are a worksheet's."""
        return bool(self.sheet)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head of a file: column names, and rows with the line each begins on."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def form_of(path: Path) -> Form:
    """How a file is written, as far as it can be seen. Raises UnreadableFile."""
    try:
        if archives.is_workbook(path):
            return Form(sheet=_first_sheet(path))
    except (Unsuitable, BrokenWorkbook) as problem:
        raise UnreadableFile(str(problem)) from problem
    with path.open("rb") as file:
        start = file.read(SAMPLE_BYTES)
    encoding = encoding_of(path)
    text = start.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Form(encoding, sniff_delimiter(text))


def sheets_of(path: Path, form: Form) -> dict[str, str]:
    """A workbook's worksheets with what to call them; none for text."""
    if not form.is_workbook:
        return {}
    try:
        found = workbooks.sheet_names(path)
    except BrokenWorkbook as problem:
        raise UnreadableFile(str(problem)) from problem
    return {name: f"{name} (hidden)" if hidden else name for name, hidden in found.items()}


def look(path: Path, form: Form, *, limit: int = SAMPLE_ROWS) -> Sheet:
    """The header and the first rows. Raises UnreadableFile."""
    try:
        records = list(islice(_records(path, form), limit + 1))
    except Broken as error:
        raise UnreadableFile(str(error)) from error
    if not records:
        raise UnreadableFile("The worksheet is empty." if form.is_workbook else "The file is empty.")
    header = [title.strip() for title in records[0][1]]
    if not any(header):
        raise UnreadableFile("The first line must hold the names of the columns.")
    if len(header) > MAX_COLUMNS:
        raise UnreadableFile(f"The file has more than {MAX_COLUMNS} columns; an import takes no more.")
    return Sheet(header, [record for record in records[1:] if _says_something(record)])


def data_rows(path: Path, form: Form, *, done: int = 0, last_line: int = 0) -> Iterator[Record]:
    """Every row below the header that is not blank, with its line. Raises one of `Broken` on the way.

    An import goes on behind the first `done` rows, of which `last_line` is the last one's line.
    """
    is_further = form.is_workbook and last_line > 0
    records = _records(path, form, after=last_line)
    if not is_further:
        next(records, None)
    telling = (record for record in records if _says_something(record))
    return telling if is_further else islice(telling, done, None)


def count(path: Path, form: Form) -> Census:
    """How many rows `data_rows` yields, and what of them one may not see. Raises UnreadableFile."""
    try:
        if form.is_workbook:
            found = worksheets.count(path, workbooks.part_of(path, form.sheet))
            return Census(max(found.rows - 1, 0), found.hidden, found.unsolved)
        return Census(sum(1 for _ in data_rows(path, form)))
    except (*Broken, EndlessRow, BadZipFile, KeyError) as error:
        raise UnreadableFile(str(error)) from error


def _records(path: Path, form: Form, *, after: int = 0) -> Iterator[Record]:
    if form.is_workbook:
        return workbooks.rows(path, form.sheet, width=MAX_COLUMNS + 1, after=after)
    return read_rows(path, encoding=form.encoding, delimiter=form.delimiter)


def _first_sheet(path: Path) -> str:
    """The first visible worksheet that holds something, else the first of all."""
    names = workbooks.sheet_names(path)
    for name, hidden in names.items():
        if not hidden and next(workbooks.rows(path, name, width=MAX_COLUMNS), None):
            return name
    if not names:
        raise UnreadableFile("The workbook has no worksheet.")
    return next(iter(names))


def _says_something(record: Record) -> bool:
    return any(cell.strip() for cell in record[1])

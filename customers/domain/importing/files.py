"""The uploaded file: what it is written in, what its columns are called, its rows one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from core.csv import CsvError, encoding_of, read_rows, sniff_delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_COLUMNS = 200
SAMPLE_ROWS = 500
SAMPLE_BYTES = 64 * 1024
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}


class UnreadableFile(Exception):
    """This is no list of customers; the message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head of a file: column names, and rows with the line each begins on."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def form_of(path: Path) -> Form:
    """The encoding and the delimiter of a file, as far as they can be seen."""
    with path.open("rb") as file:
        start = file.read(SAMPLE_BYTES)
    if start.startswith(b"PK\x03\x04"):
        raise UnreadableFile("This is a workbook or an archive. Save the sheet as CSV and upload that.")
    encoding = encoding_of(path)
    return Form(encoding, sniff_delimiter(start.decode(encoding, errors="replace").removeprefix("\ufeff")))


def look(path: Path, form: Form, *, limit: int = SAMPLE_ROWS) -> Sheet:
    """The header and the first rows. Raises UnreadableFile."""
    try:
        records = list(islice(read_rows(path, encoding=form.encoding, delimiter=form.delimiter), limit + 1))
    except CsvError as error:
        raise UnreadableFile(str(error)) from error
    if not records:
        raise UnreadableFile("The file is empty.")
    header = [title.strip() for title in records[0][1]]
    if not any(header):
        raise UnreadableFile("The first line must hold the names of the columns.")
    if len(header) > MAX_COLUMNS:
        raise UnreadableFile(f"The file has {len(header)} columns; an import takes {MAX_COLUMNS}.")
    return Sheet(header, [record for record in records[1:] if _says_something(record)])


def data_rows(path: Path, form: Form) -> Iterator[tuple[int, list[str]]]:
    """Every row below the header that is not blank, with its line. Raises core.csv.CsvError on the way."""
    records = read_rows(path, encoding=form.encoding, delimiter=form.delimiter)
    next(records, None)
    return (record for record in records if _says_something(record))


def count(path: Path, form: Form) -> int:
    """How many rows `data_rows` yields. Raises UnreadableFile for a file that breaks off."""
    try:
        return sum(1 for _ in data_rows(path, form))
    except CsvError as error:
        raise UnreadableFile(str(error)) from error


def _says_something(record: tuple[int, list[str]]) -> bool:
    return any(cell.strip() for cell in record[1])

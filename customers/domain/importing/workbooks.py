"""A workbook of a spreadsheet program: checked before it is opened, then read a row at a time.

Cells keep their types. Nothing is computed: a formula is the result that was saved with it.
"""

from __future__ import annotations

import warnings
import zlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from core.csv import MAX_CELL
from customers.domain.importing.cells import cell_of
from customers.domain.importing.worksheets import Rest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STRING = f"{{{SHEET_MAIN_NS}}}si"
# What the library and those below it raise for files that are not what they claim.
BROKEN = (
    ParseError, BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError,
    OverflowError, NotImplementedError,
)  # fmt: skip


class BrokenWorkbook(Exception):
    """The workbook cannot be read, or not beyond this row; the message says why."""


def sheet_names(path: Path) -> dict[str, bool]:
    """The worksheets in their order, and whether somebody hid them. Raises BrokenWorkbook."""
    with _opened(path) as book:
        return dict(book.hidden)


def part_of(path: Path, sheet: str) -> str:
    """The name of the archive's member that holds a worksheet. Raises BrokenWorkbook."""
    with _opened(path) as book:
        return book.part(sheet)


def rows(path: Path, sheet: str, *, width: int, after: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its number; at most `width` cells, blank ones at the end left out.

    Those up to the number `after` are left out.
    Only one row is in memory at a time. Raises BrokenWorkbook.
    """
    number = 0
    with _opened(path) as book:
        part = book.part(sheet)
        try:
            for number, cells in book.parsed(part, after):
                values = _values(cells, width) if number > after else []
                if any(len(value) > MAX_CELL for value in values):
                    raise BrokenWorkbook(f"Row {number}: a cell is longer than {MAX_CELL:,} characters")
                if values:
                    yield number, values
        except BROKEN as error:
            raise BrokenWorkbook(f"The worksheet is damaged below row {number}.") from error


def _values(cells: list[dict[str, Any]], width: int) -> list[str]:
    values: list[str] = []
    for cell in cells:
        text = cell_of(cell["value"], cell["data_type"])
        place = cell["column"] - 1
        if text and len(values) <= place < width:
            values += [""] * (place - len(values))
            values.append(text)
    return values


@contextmanager
def _opened(path: Path) -> Iterator[_Book]:
    with ExitStack() as stack:
        try:
            # Of things that do not concern us: styles, filters, extensions.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                file = stack.enter_context(path.open("rb"))
                reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
                stack.enter_context(reader.archive)
                book = _Book(reader)
        except BROKEN as error:
            raise BrokenWorkbook(
                "The workbook is damaged. Open it, save it again, and upload that."
            ) from error
        yield book


class _Book:
    """A workbook as far as reading its cells needs it.

    The library's own worksheets walk through every gap between rows, a million rows long, and look for
    their size in the whole sheet where it is not written down.
    """

    def __init__(self, reader: Any) -> None:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        self.hidden: dict[str, bool] = {}
        self._parts: dict[str, str] = {}
        self._reader = reader
        for sheet, relation in reader.parser.find_sheets():
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type:
                self.hidden[sheet.name] = sheet.state != "visible"
                self._parts[sheet.name] = relation.target

    def part(self, sheet: str) -> str:
        """The archive's member that holds a worksheet. Raises BrokenWorkbook."""
        if sheet not in self._parts:
            raise BrokenWorkbook(f"The workbook has no worksheet “{sheet}”.")
        return self._parts[sheet]

    def parsed(self, part: str, after: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """The rows that are there, with their numbers; few or none of those up to a number."""
        workbook = self._reader.wb
        with self._reader.archive.open(part) as source:
            parser = WorkSheetParser(
                Rest(source, after=after),
                self._reader.shared_strings,
                data_only=True,
                epoch=workbook.epoch,
                date_formats=workbook._date_formats,
                timedelta_formats=workbook._timedelta_formats,
            )
            yield from parser.parse()


class _Reader(ExcelReader):
    """Reads the table of texts as far as rows ask for it: a preview of a long sheet needs little of it."""

    def read_strings(self) -> None:
        part: Any = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # the stubs leave it open
        if part is not None:
            self.shared_strings: Any = _Strings(self.archive, part.PartName[1:])


class _Strings:
    """The workbook's texts by number, parsed when the first row needs them."""

    def __init__(self, archive: Any, name: str) -> None:
        self._known: list[str] = []
        self._rest = self._parse(archive, name)

    def __getitem__(self, number: int) -> str:
        while len(self._known) <= number:
            try:
                self._known.append(next(self._rest))
            except StopIteration:
                raise IndexError(number) from None
        return self._known[number]

    def _parse(self, archive: Any, name: str) -> Iterator[str]:
        with archive.open(name) as source:
            for _, node in iterparse(source):  # noqa: S314  # declarations were refused at the upload
                if node.tag == _STRING:
                    text: Any = Text.from_tree(node)  # type: ignore[arg-type]  # the stubs do not know the element
                    yield text.content
                    node.clear()

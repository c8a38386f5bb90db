"""CSV from anywhere: encoding and delimiter found, rows one at a time, limits kept."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from core.csv.encodings import detect

# What the largest spreadsheet cell holds.
MAX_CELL: Final = 32_767
# One record, over however many lines; an unclosed quotation mark would swallow the file.
_MAX_RECORD: Final = 1_000_000
_DELIMITERS: Final = ",;\t|"
# A byte that the encoding does not know, as Python's "surrogateescape" marks it.
_UNKNOWN: Final = re.compile("[\ud800-\udfff]")


class CsvError(ValueError):
    """The file cannot be read on from this line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line
        self.message = message


def decode(data: bytes) -> tuple[str, str]:
    """The text of a small file and the name of the encoding it was in, without its mark."""
    encoding = detect(io.BytesIO(data))
    return data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding


def sniff_delimiter(sample: str) -> str:
    """The delimiter of a file whose first lines these are: comma, semicolon, tab or bar.

    The one that cuts most records into equally many cells wins, and of several the one that
    makes more cells. A file with one column has none; the answer then is a comma.
    """
    return max(_DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    lines = islice(io.StringIO(sample, newline=""), 50)
    records = csv.reader(lines, delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in records if record)
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    # The last line of a sample may be cut short.
    width, number = widths.most_common(1)[0]
    return (number / widths.total(), width) if width > 1 else (0.0, 0)


def read_rows(
    path: Path, *, encoding: str, delimiter: str = ",", max_cell: int = MAX_CELL
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line it begins on; blank lines are left out.

    Only one record is in memory at a time. Raises CsvError for text that is not in the
    encoding, a NUL, a cell or a record beyond the limits, and misplaced quotation marks.
    """
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            start = lines.begin_record()
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CsvError(start, _in_words(error)) from error
            if any(len(cell) > max_cell for cell in record):
                raise CsvError(start, f"a cell is longer than {max_cell:,} characters")
            if record:
                yield start, record


class _Lines(Iterator[str]):
    """The lines of a file, with a limit on what one record may take."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._number = 0
        self._left = _MAX_RECORD

    def begin_record(self) -> int:
        """Start measuring anew; the number of the line that the record begins on."""
        self._left = _MAX_RECORD
        return self._number + 1

    def __next__(self) -> str:
        self._number += 1
        line = self._read()
        if not line:
            raise StopIteration
        self._left -= len(line)
        if self._left < 0:
            raise CsvError(self._number, "a record is too long; is a quotation mark not closed?")
        if _UNKNOWN.search(line):
            raise self._undecodable()
        if "\0" in line:
            raise CsvError(self._number, "the text contains a NUL character")
        return line.removeprefix("\ufeff") if self._number == 1 else line

    def _read(self) -> str:
        try:
            return self._file.readline(self._left + 1)
        except UnicodeDecodeError as error:
            raise self._undecodable() from error

    def _undecodable(self) -> CsvError:
        return CsvError(self._number, f"the text is not {self._file.encoding.upper()}")


def _in_words(error: csv.Error) -> str:
    reason = str(error)
    if "unexpected end of data" in reason:
        return "a quotation mark is not closed"
    if "expected after" in reason:
        return "a quotation mark inside a quoted cell must be doubled"
    if "field larger than" in reason:
        return "a cell is too long; is a quotation mark not closed?"
    return reason

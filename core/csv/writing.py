"""CSV for spreadsheets: no cell of ours is ever taken for a formula."""

import csv
import math
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

_FORMULA: Final = frozenset("=+-@")
_BREAKS: Final = frozenset("\t\r\n")
# UTF-8 is only recognized by Excel when the file begins with this mark.
_BOM: Final = "\ufeff"


class _Echo:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


def safe_cell(value: object) -> str | int | float | Decimal:
    """One cell as it may stand in a spreadsheet.

    Numbers stay numbers. Text that a spreadsheet could run as a formula gets an apostrophe in
    front: text that begins with ``= + - @`` or a full-width form of them, also behind blanks and
    invisible characters, and text that begins with a tab or a line break. None is an empty cell,
    truth is "true" or "false", instants are ISO 8601, what is not a finite number is empty.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value if math.isfinite(value) else ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if _is_dangerous(text) else text


def unguarded(text: str) -> str:
    """A cell without the apostrophe that `safe_cell`, here or in another program, put in front of it."""
    return text[1:] if text.startswith("'") and _is_dangerous(text[1:]) else text


def _is_dangerous(text: str) -> bool:
    if text[:1] in _BREAKS:
        return True
    # Spreadsheets drop what cannot be seen before they look for a formula.
    first = next((char for char in text if unicodedata.category(char)[0] not in "CZ"), "")
    return unicodedata.normalize("NFKC", first) in _FORMULA


def stream_rows(
    header: Iterable[object], rows: Iterable[Iterable[object]], *, bom: bool = False
) -> Iterator[str]:
    """Yield a CSV file line by line, header first, every cell made safe.

    ``bom`` puts the mark in front by which Excel recognizes UTF-8; programs that read the file
    do better without it.
    """
    if bom:
        yield _BOM
    writer = csv.writer(_Echo())
    yield writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])

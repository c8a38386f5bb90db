"""The text of a worksheet, looked through without building it: rows counted, those that are done skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE: Final = 1024**2
_MOST_OF_A_ROW: Final = 32 * 1024**2
_ROW: Final = re.compile(rb"<(?:\w+:)?row(?=[\s>/])")
_NUMBER: Final = re.compile(rb"""[^>]*?\sr\s*=\s*["'](\d{1,10})["']""")
_END: Final = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*[^/>])?>[^<]")
_HIDDEN: Final = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>/])")


class EndlessRow(ValueError):
    """One row is longer than any program writes it."""


@dataclass(frozen=True, slots=True)
class Census:
    """Of one file: rows that say something, hidden ones among them, formulas without a result."""

    rows: int = 0
    hidden: int = 0
    unsolved: int = 0


def count(path: Path, part: str) -> Census:
    """How many rows a worksheet has: quick enough for an upload to wait for. Raises EndlessRow."""
    rows = hidden = unsolved = 0
    with ZipFile(path) as archive, archive.open(part) as source:
        for row in _rows(source):
            if _VALUE.search(row):
                rows += 1
                hidden += bool(_HIDDEN.search(row.partition(b">")[0]))
            if _FORMULA.search(row):
                cells = _CELL.split(row)
                unsolved += sum(1 for it in cells if _FORMULA.search(it) and not _VALUE.search(it))
    return Census(rows, hidden, unsolved)


class Rest:
    """A worksheet's file without the rows up to a number, which cost no building: an import goes on here."""

    def __init__(self, source: IO[bytes], *, after: int) -> None:
        self._pieces = _without(source, after) if after else iter(lambda: source.read(_PIECE), b"")

    def read(self, size: int = -1) -> bytes:
        """The next piece, of whatever size; empty at the end."""
        return next((piece for piece in self._pieces if piece), b"")


def _without(source: IO[bytes], after: int) -> Iterator[bytes]:
    rows = _rows(source, with_head=True)
    yield next(rows, b"")
    for row in rows:
        number = _NUMBER.match(row)
        # Rows that do not say their number are counted by whoever reads them.
        if number is None or int(number[1]) > after:
            yield row
            break
        if end := _END.search(row):
            yield row[end.start() :]
    yield from rows


def _rows(source: IO[bytes], *, with_head: bool = False) -> Iterator[bytes]:
    """The text of each row, from its tag to the next row's; first what stands above them, if wanted."""
    left, begun = b"", False
    while piece := source.read(_PIECE):
        text = left + piece
        starts = [found.start() for found in _ROW.finditer(text)]
        if not begun and starts:
            begun = True
            if with_head:
                yield text[: starts[0]]
        for start, end in pairwise(starts):
            yield text[start:end]
        left = text[starts[-1] :] if starts else text
        if len(left) > _MOST_OF_A_ROW:
            raise EndlessRow("A row of the worksheet does not end.")
    if begun or with_head:
        yield left

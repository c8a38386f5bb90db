"""What an import would make of the first rows, each cell with what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from customers.domain.importing.mapping import WHOLE, Mapping, read

if TYPE_CHECKING:
    from customers.domain.importing.files import Sheet

SHOWN = 10
MORE_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it, the date that is read from it, and what is wrong with it."""

    text: str
    is_used: bool
    day: date | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the file."""

    line: int
    cells: list[Cell]
    error: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether an import would reject it."""
        return bool(self.error) or any(cell.error for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows, the next few that are wrong, and how many are among those that were looked at."""

    rows: list[PreviewRow]
    wrong_below: list[PreviewRow]
    wrong: int
    looked_at: int


def preview(sheet: Sheet, mapping: Mapping) -> Preview:
    """Read the sample with the mapping; nothing is stored."""
    rows = [_row(mapping, line, cells) for line, cells in sheet.rows]
    wrong = [row for row in rows if row.is_wrong]
    below = [row for row in rows[SHOWN:] if row.is_wrong][:MORE_PROBLEMS]
    return Preview(rows[:SHOWN], below, len(wrong), len(rows))


def _row(mapping: Mapping, line: int, cells: list[str]) -> PreviewRow:
    reading = read(mapping, cells)
    shown = []
    for index, column in enumerate(mapping.columns):
        text = cells[index] if index < len(cells) else ""
        value = reading.values.get(index)
        shown.append(
            Cell(
                text=text.strip(),
                is_used=column.goes_to is not None,
                day=value if isinstance(value, date) else None,
                error=reading.errors.get(index, ""),
            )
        )
    return PreviewRow(line, shown, reading.errors.get(WHOLE, ""))

"""Cells of a workbook as the import passes them on: text to look at, with the value that it has by type."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from openpyxl.utils.escape import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value = date | Decimal | bool


class CellError(ValueError):
    """A formula that came to nothing: #N/A, #REF! and their kin."""


class Typed(str):
    """A cell's text that knows the date, the number or the truth behind it."""

    __slots__ = ("value",)
    value: Value | CellError

    def __new__(cls, text: str, value: Value | CellError) -> Self:
        """The text as people read it, and what it stands for."""
        cell = super().__new__(cls, text)
        cell.value = value
        return cell

    @property
    def sample(self) -> Self:
        """The same in a notation that can be read in one way only: 1.234 is no thousand."""
        if isinstance(self.value, Decimal) and len(self.partition(".")[2]) == 3:
            return type(self)(f"{self}0", self.value)
        return self


def cell_of(value: object, kind: str) -> str:
    """One cell of the library's as text, typed where it has a type. `kind` is the library's own code."""
    if kind == "e":
        return Typed(str(value), CellError(f"The cell holds the error {value}."))
    if isinstance(value, bool):
        return Typed("yes" if value else "no", value)
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if isinstance(value, date):
        return _day(value)
    text = "" if value is None else str(value)
    # Exports write a carriage return as _x000D_.
    return unescape(text) if "_x" in text else text


def typed(cell: str) -> Value | None:
    """What a cell is by its type; None for mere text. Raises CellError for a formula that failed."""
    if not isinstance(cell, Typed):
        return None
    if isinstance(cell.value, CellError):
        raise cell.value
    return cell.value


def samples_of(rows: Iterable[Sequence[str]], index: int) -> list[str]:
    """The cells of a column that say something, as samples from which its notation is told."""
    cells = (row[index] for row in rows if index < len(row))
    return [it.sample if isinstance(it, Typed) else it.strip() for it in cells if it.strip()]


def untyped(samples: Sequence[str]) -> Sequence[str]:
    """The samples whose notation is open; all of them where every one has a type."""
    return [it for it in samples if not isinstance(it, Typed)] or samples


def _number(value: float | Decimal) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value)
    whole = number.to_integral_value()
    return Typed(format(whole if number == whole else number.normalize(), "f"), number)


def _day(value: date) -> str:
    if not isinstance(value, datetime):
        return Typed(value.isoformat(), value)
    day = value.date()
    has_clock = value.time() != time(0)
    return Typed(value.isoformat(sep=" ", timespec="seconds") if has_clock else day.isoformat(), day)

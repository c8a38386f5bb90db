"""What one cell says in its column: a date, a number, a yes, or words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.csv import unguarded
from customers.domain.importing.cells import typed
from customers.domain.importing.notations import read_date, read_flag, read_number
from customers.domain.importing.targets import Kind

if TYPE_CHECKING:
    from customers.domain.importing.mapping import Column
    from customers.domain.importing.targets import Target

TYPES = {Kind.DATE: date, Kind.NUMBER: Decimal, Kind.FLAG: bool}


def value_of(column: Column, target: Target, cell: str) -> str | date | Decimal | bool:
    """The value of a cell that is not blank. Raises ValueError with a sentence."""
    value = typed(cell)
    if value is not None and isinstance(value, TYPES.get(target.kind, ())):
        return value
    text = unguarded(cell.strip())
    if target.kind == Kind.DATE:
        return read_date(text, column.notation)
    if target.kind == Kind.NUMBER:
        return read_number(text, column.notation)
    if target.kind == Kind.FLAG:
        return read_flag(text)
    return _whole(text) if target.kind == Kind.COUNT else text


def plain(value: object) -> object:
    """A value as JSON holds it: dates as text, numbers as numbers."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _whole(text: str) -> str:
    """Spreadsheets like to write three purchases as 3.0."""
    whole, _, rest = text.partition("." if "." in text else ",")
    return text if rest.strip("0") else whole

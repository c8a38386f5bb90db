"""The value behind an operator: what JSON may say there, and what the database is given."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from customers.domain import cleaning
from customers.domain.audiences.operators import Takes

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.domain.audiences.fields import Field
    from customers.domain.audiences.operators import Operator

MOST_VALUES = 200
LONGEST = 200
MOST_DAYS = 3650
LARGEST = 10**12

_text = cleaning.text(LONGEST)


def check(value: object, *, field: Field, operator: Operator) -> Any:
    """The value as rules hold it: text, number, day, or several. Raises ValueError with a sentence."""
    match operator.takes:
        case Takes.NOTHING:
            if value is not None:
                raise ValueError("Nothing stands behind this operator.")
            return None
        case Takes.FLAG:
            if not isinstance(value, bool):
                raise ValueError("Write true or false.")
            return value
        case Takes.CHOICES | Takes.TEXTS:
            return _several(value, field.check or words)
        case Takes.NUMBERS:
            return _pair(value, number, "Two numbers, the smaller first.")
        case Takes.DAYS:
            return _pair(value, day, "Two days, the earlier first.")
    return _SINGLE[operator.takes](value)


def as_json(value: Any) -> Any:
    """The same as JSON has it."""
    if isinstance(value, tuple):
        return [as_json(it) for it in value]
    return value.isoformat() if isinstance(value, date) else value


def words(value: object) -> str:
    """Some text."""
    if not isinstance(value, str) or not (written := _text(value)):
        raise ValueError("Write some text.")
    return written


def number(value: object) -> int | float:
    """A finite number; a truth is none."""
    wrong = isinstance(value, bool) or not isinstance(value, (int, float))
    if wrong or not math.isfinite(value) or abs(value) > LARGEST:  # type: ignore[arg-type]  # seen above
        raise ValueError(f"Write a number of at most {LARGEST:,}.")
    return value  # type: ignore[return-value]  # as above


def day(value: object) -> date:
    """An ISO date."""
    found = cleaning.day(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("Write a date like 2026-03-31.")
    return found


def count(value: object) -> int:
    """So many days."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise ValueError(f"Write a whole number of days from 0 to {MOST_DAYS:,}.")
    return value


_SINGLE: dict[Takes, Callable[[object], Any]] = {
    Takes.TEXT: words,
    Takes.NUMBER: number,
    Takes.DAY: day,
    Takes.COUNT: count,
}


def _several(value: object, checked: Callable[[object], Any]) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("Choose at least one value.")
    if len(value) > MOST_VALUES:
        raise ValueError(f"At most {MOST_VALUES} values.")
    # Each once, in the order in which they were written.
    return tuple(dict.fromkeys(checked(it) for it in value))


def _pair(value: object, checked: Callable[[object], Any], hint: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(hint)
    low, high = checked(value[0]), checked(value[1])
    if low > high:
        raise ValueError(hint)
    return low, high

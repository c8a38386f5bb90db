"""Rounding that comes out the same everywhere: half away from zero, once, from exact numbers.

Python's own ``round``, PostgreSQL and SQLite disagree about 12.5, so every number that people
read passes through here.
"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import overload


@overload
def round_half_away(value: Fraction | Decimal | float) -> int: ...


@overload
def round_half_away(value: Fraction | Decimal | float, digits: int) -> float: ...


def round_half_away(value: Fraction | Decimal | float, digits: int = 0) -> float:
    """Round half away from zero: 12.5 gives 13, -12.5 gives -13.

    A float is taken as the decimal number it prints as, so 2.675 rounds to 2.68 as a reader
    expects, although the binary number lies slightly below. Whole numbers come back as ``int``.
    Raises ValueError for NaN and the infinities.
    """
    scale = Fraction(10) ** digits
    exact = _exact(value) * scale
    whole = math.floor(abs(exact) + Fraction(1, 2))
    rounded = (whole if exact >= 0 else -whole) / scale
    return float(rounded) if digits > 0 else rounded.numerator


def percent(part: int, whole: int, digits: int = 1) -> float | None:
    """The share of ``part`` in ``whole`` in percent, or None when there is nothing to share."""
    if not whole:
        return None
    return round_half_away(Fraction(100 * part, whole), digits)


def _exact(value: Fraction | Decimal | float) -> Fraction:
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise ValueError(f"only a finite number can be rounded, not {value}")
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)

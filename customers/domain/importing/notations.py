"""How a file writes dates and numbers: told apart where they can be, asked about where they cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal

Reader = Callable[[str, str], date | Decimal]

DATE_ORDERS = {
    "ymd": "year first: 2026-03-31",
    "dmy": "day first: 31/03/2026 or 31.03.2026",
    "mdy": "month first: 03/31/2026",
}
NUMBER_MARKS = {"dot": "decimal point: 1,234.50", "comma": "decimal comma: 1.234,50"}

_CLOCK = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
_NUMERIC = re.compile(rf"(\d{{1,4}})([-/. ])(\d{{1,2}})\2(\d{{1,4}})\.?{_CLOCK}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DAY_NAMED = re.compile(rf"(\d{{1,2}})[-. ]+([a-z]{{3,9}})[-., ]+(\d{{4}}){_CLOCK}", re.ASCII | re.IGNORECASE)
_NAMED_DAY = re.compile(rf"([a-z]{{3,9}})[-. ]+(\d{{1,2}})[-., ]+(\d{{4}}){_CLOCK}", re.ASCII | re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A two-digit year up to this one is of this century.
_PIVOT = 68
_AMOUNTS = {
    "dot": re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII),
    "comma": re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII),
}
_YES = frozenset(
    [
        "yes", "y", "true", "t", "1", "x", "✓", "on", "ja", "j", "wahr", "oui", "o", "vrai", "sí", "si",
        "s", "verdadero", "sim", "verdadeiro", "vero", "tak",
    ]
)  # fmt: skip
_NO = frozenset(
    [
        "no", "n", "false", "f", "0", "-", "off", "nein", "falsch", "non", "faux", "falso", "não", "nao",
        "nee", "nie",
    ]
)  # fmt: skip
_BLANKS = re.compile(r"[\s'’€$£¥]")
_CURRENCY = re.compile(r"^[A-Z]{3}(?=[-+\d])|(?<=\d)[A-Z]{3}$")


def read_date(written: str, order: str) -> date:
    """A date written in this order, a clock time behind it ignored. Raises ValueError with a sentence."""
    text = written.strip()
    try:
        return _named(text) or _numbered(text, order)
    except ValueError:
        raise ValueError(f"“{written[:40]}” is not a date with the {DATE_ORDERS[order]}.") from None


def read_number(written: str, mark: str) -> Decimal:
    """A number or an amount of money, its currency ignored. Raises ValueError with a sentence."""
    text = _CURRENCY.sub("", _BLANKS.sub("", written))
    if not _AMOUNTS[mark].fullmatch(text) or len(text) > 30:
        raise ValueError(f"“{written[:40]}” is not a number with a {NUMBER_MARKS[mark]}.")
    if mark == "comma":
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(text.replace(",", ""))


def read_flag(written: str) -> bool:
    """Yes or no, in the words that exports use. Raises ValueError with a sentence."""
    word = written.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"“{written[:40]}” is neither yes nor no.")


def are_flags(samples: Iterable[str]) -> bool:
    """Whether a column says yes and no, in words: zeros and ones may be counts, a lone x anything."""
    words = {it.strip().casefold() for it in samples}
    return words <= _YES | _NO and any(len(word) > 1 or word in "yn" for word in words)


def date_order(samples: Iterable[str]) -> str:
    """The order in which a column writes its dates; empty where it could be either."""
    best = _best(samples, DATE_ORDERS, read_date)
    # Years first, months by name, or nothing at all: every reading is the same.
    return best[0] if len(best) == 1 or "ymd" in best else ""


def number_mark(samples: Iterable[str]) -> str:
    """The mark before a column's decimals; empty where it could be either."""
    written = list(samples)
    best = _best(written, NUMBER_MARKS, read_number)
    same = _readable(written, "dot", read_number) == _readable(written, "comma", read_number)
    return best[0] if len(best) == 1 or same else ""


def share_of_dates(samples: Iterable[str]) -> float:
    """How much of a column reads as dates in its best order: 0 to 1; 1 for an empty column."""
    written = list(samples)
    best = _best(written, DATE_ORDERS, read_date)[0]
    return len(_readable(written, best, read_date)) / len(written) if written else 1.0


def are_numbers(samples: Iterable[str]) -> bool:
    """Whether a column holds numbers to count with, written in one way; codes like 0042 are none."""
    written = [it.strip() for it in samples]
    mark = number_mark(written)
    coded = any(re.fullmatch(r"0\d+", it) for it in written)
    return bool(written and mark) and not coded and len(_readable(written, mark, read_number)) == len(written)


def _named(text: str) -> date | None:
    if found := _DAY_NAMED.fullmatch(text):
        day, name, year = found.groups()
    elif found := _NAMED_DAY.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    return date(int(year), _MONTHS.index(name[:3].lower()) + 1, int(day))


def _numbered(text: str, order: str) -> date:
    if order == "ymd" and (compact := _COMPACT.fullmatch(text)):
        return date(*map(int, compact.groups()))
    found = _NUMERIC.fullmatch(text)
    if found is None:
        raise ValueError
    first, second, third = found[1], found[3], found[4]
    year, month, day = {
        "ymd": (first, second, third),
        "dmy": (third, second, first),
        "mdy": (third, first, second),
    }[order]
    if len(day) > 2 or len(month) > 2 or len(year) not in {2, 4} or (order == "ymd" and len(year) == 2):
        raise ValueError
    return date(_full_year(year), int(month), int(day))


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= _PIVOT else 1900)


def _best(samples: Iterable[str], notations: Iterable[str], read: Reader) -> list[str]:
    """The notations in which most of the samples can be read."""
    written = list(samples)
    numbers = {notation: len(_readable(written, notation, read)) for notation in notations}
    return [notation for notation, number in numbers.items() if number == max(numbers.values())]


def _readable(samples: Iterable[str], notation: str, read: Reader) -> list[date | Decimal]:
    found = []
    for sample in samples:
        with suppress(ValueError):
            found.append(read(sample, notation))
    return found

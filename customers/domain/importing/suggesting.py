"""A first guess at where each column goes, from its name and what stands in it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from customers.domain.cleaning import MAX_ATTRIBUTE_NAME
from customers.domain.importing.cells import samples_of, untyped
from customers.domain.importing.mapping import Column, Mapping
from customers.domain.importing.notations import (
    are_flags,
    are_numbers,
    date_order,
    number_mark,
    share_of_dates,
)
from customers.domain.importing.synonyms import SYNONYMS
from customers.domain.importing.targets import (
    ABOUT_REJECTION,
    ATTRIBUTE,
    ATTRIBUTE_OF,
    IGNORED,
    TARGETS,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping as KnownMapping
    from collections.abc import Sequence

    KnownKinds = KnownMapping[str, str]

ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
# How alike two names must be to count as a slip of the pen, and how long to be judged at all.
ALIKE, LONG_ENOUGH = 0.87, 8
# What tells people apart takes many values; a column with a few has another meaning.
DISTINCT = {"email", "external_id", "name", "phone"}


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]], kinds: KnownKinds | None = None) -> Mapping:
    """Where each column probably goes; what nothing is known of becomes an attribute.

    `kinds` are those of the attributes that there are already. Dates and numbers that can be read in
    two ways get no notation: that is asked, not guessed.
    """
    about = set(ABOUT_REJECTION) if set(ABOUT_REJECTION) <= set(header) else set()
    samples = [samples_of(rows, index) for index in range(len(header))]
    chosen = _by_name(header, samples)
    if "email" not in chosen.values() and (found := _addresses(samples, taken=chosen)) is not None:
        chosen[found] = "email"
    names: set[str] = set()
    columns = []
    for index, title in enumerate(header):
        column = Column(title, chosen.get(index) or _attribute_kind(title, samples[index]))
        if title in about:
            column = Column(title)
        elif column.target.startswith(ATTRIBUTE):
            name = _unused(attribute_name(title) or f"column_{index + 1}", names)
            target = ATTRIBUTE_OF.get((kinds or {}).get(name, ""), column.target)
            column = Column(title, target, attribute=name)
        columns.append(with_notation(column, samples[index]))
    return Mapping(tuple(columns))


def with_notation(column: Column, samples: Sequence[str]) -> Column:
    """The column with the notation in which its cells can be read, where there is only one."""
    target = column.goes_to
    notation = ""
    if target and target.kind == Kind.DATE:
        notation = date_order(untyped(samples))
    elif target and target.kind == Kind.NUMBER:
        notation = number_mark(untyped(samples))
    return Column(column.header, column.target, notation, column.attribute)


def attribute_name(title: str) -> str:
    """A column's name as an attribute: "Annual Value (USD)" becomes "annual_value"."""
    bare = re.sub(r"\([^)]*\)", " ", title)
    return re.sub(r"[\W_]+", "_", bare.strip().casefold()).strip("_")[:MAX_ATTRIBUTE_NAME]


def _by_name(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[int, str]:
    """Exact names first, then near ones; no target twice."""
    chosen: dict[int, str] = {}
    for find in (_SYNONYMS.get, _near):
        for index, title in enumerate(header):
            code = find(_key(title))
            if code and index not in chosen and code not in chosen.values() and _suits(code, samples[index]):
                chosen[index] = code
    return chosen


def _near(key: str) -> str | None:
    if len(key) < LONG_ENOUGH:
        return None
    found = get_close_matches(key, _LONG_NAMES, n=1, cutoff=ALIKE)
    return _SYNONYMS[found[0]] if found else None


def _suits(code: str, samples: Sequence[str]) -> bool:
    """A column called "Churned" that says Yes and No holds no dates."""
    kind = TARGETS[code].kind
    if kind == Kind.DATE:
        return share_of_dates(samples) >= 0.5
    if kind == Kind.FLAG:
        return not samples or are_flags(samples) or set(samples) <= {"0", "1"}
    if kind == Kind.COUNT:
        return 2 * sum(bool(re.fullmatch(r"\d+([.,]0+)?", it)) for it in samples) >= len(samples)
    return code not in DISTINCT or len(samples) < 20 or len(set(samples)) > len(samples) / 5


def _addresses(samples: Sequence[Sequence[str]], taken: dict[int, str]) -> int | None:
    for index, cells in enumerate(samples):
        number = sum(bool(ADDRESS.fullmatch(it)) for it in cells)
        if index not in taken and cells and number > 0.8 * len(cells):
            return index
    return None


def _attribute_kind(title: str, samples: Sequence[str]) -> str:
    if not title.strip() and not samples:
        return IGNORED
    if are_flags(samples):
        return ATTRIBUTE_OF["flag"]
    if are_numbers(samples):
        return ATTRIBUTE_OF["number"]
    is_date = bool(samples) and share_of_dates(samples) == 1 and date_order(samples)
    return ATTRIBUTE_OF["date" if is_date else "text"]


def _unused(name: str, names: set[str]) -> str:
    found, number = name, 1
    while found in names:
        number += 1
        found = f"{name[: MAX_ATTRIBUTE_NAME - 4]}_{number}"
    names.add(found)
    return found


def _key(title: str) -> str:
    bare = re.sub(r"\([^)]*\)", " ", title)
    return re.sub(r"[\W_]+", "", bare.casefold())


_SYNONYMS = {
    _key(name): target.code
    for target in TARGETS.values()
    if not target.is_attribute
    for name in (target.code, target.label, *SYNONYMS.get(target.code, "").split(","))
}
_LONG_NAMES = [name for name in _SYNONYMS if len(name) >= LONG_ENOUGH]

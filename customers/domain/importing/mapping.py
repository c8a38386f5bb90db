"""Which column goes where, and what a row then says of a customer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from customers.domain.cleaning import MAX_ATTRIBUTE_NAME
from customers.domain.facts import Facts, InvalidFacts, clean
from customers.domain.importing.notations import DATE_ORDERS, NUMBER_MARKS
from customers.domain.importing.targets import IGNORED, TARGETS, Kind, Target
from customers.domain.importing.values import plain, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence
# An empty cell never takes these away.
KEPT = {"email", "external_id", "source", "opted_in", "unsubscribed", "last_surveyed_on"}
NAMES = ("first_name", "last_name")
COMPANY_KEYS = {"account_name", "account_external_id"}
NOTATIONS = {Kind.DATE: DATE_ORDERS, Kind.NUMBER: NUMBER_MARKS}
# The problem of the mapping as a whole, or of a row as a whole, stands under this index.
WHOLE = -1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `notation` says how dates or numbers are written, `attribute` the name."""

    header: str
    target: str = IGNORED
    notation: str = ""
    attribute: str = ""

    @property
    def goes_to(self) -> Target | None:
        """The target, None for a column that is left out."""
        return TARGETS.get(self.target)

    @property
    def written(self) -> str:
        """The attribute's name and the notation, in words."""
        notation = {**DATE_ORDERS, **NUMBER_MARKS}.get(self.notation, "")
        return ", ".join(part for part in (self.attribute, notation) if part)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Every column in the order of the file. Empty cells leave what is stored, or clear it."""

    columns: tuple[Column, ...]
    empty_clears: bool = False

    def to_json(self) -> dict[str, Any]:
        """What an import run stores."""
        return {"columns": [asdict(column) for column in self.columns], "empty_clears": self.empty_clears}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Mapping:
        """The mapping that a run stored."""
        columns = tuple(Column(**column) for column in stored["columns"])
        return cls(columns, empty_clears=bool(stored.get("empty_clears")))

    def problems(self) -> dict[int, str]:
        """What must be settled before the import can start, by the column's index or WHOLE."""
        found = {index: problem for index, it in enumerate(self.columns) if (problem := _problem(it))}
        found |= self._repeated()
        targets = {it.target for it in self.columns}
        if not targets & {"email", "external_id"}:
            found[WHOLE] = "Say which column holds the e-mail address or the identifier."
        elif not targets & COMPANY_KEYS and any(it.startswith("account_") for it in targets):
            found[WHOLE] = "Say which column holds the company’s name or identifier."
        return found

    def _repeated(self) -> dict[int, str]:
        found: dict[int, str] = {}
        seen: dict[str, int] = {}
        for index, column in enumerate(self.columns):
            target = column.goes_to
            if target is None:
                continue
            key = f"attribute {column.attribute.strip()}" if target.is_attribute else target.code
            key = "name" if key in NAMES and "name" in seen else key
            if key in seen:
                found[index] = f"“{self.columns[seen[key]].header}” goes there already."
            seen.setdefault(key, index)
        return found


@dataclass(slots=True)
class Reading:
    """What a row says: its facts, or what is wrong with it by the column's index or WHOLE."""

    facts: Facts | None = None
    errors: dict[int, str] = field(default_factory=dict)
    values: dict[int, object] = field(default_factory=dict)


def read(mapping: Mapping, row: Sequence[str]) -> Reading:
    """Read one row. Every cell that is wrong is named, not only the first."""
    reading = Reading()
    if len(row) > len(mapping.columns):
        reading.errors[WHOLE] = f"The row has {len(row)} cells, the file {len(mapping.columns)} columns."
        return reading
    told = _told(mapping, row, reading)
    try:
        facts = clean(told)
    except InvalidFacts as refusal:
        for name, message in refusal.errors.items():
            reading.errors.setdefault(_index_of(mapping, name), message)
    else:
        if not facts.canonical_email and not facts.external_id:
            reading.errors.setdefault(WHOLE, "The row has neither an e-mail address nor an identifier.")
        reading.facts = None if reading.errors else facts
    return reading


def index_of(mapping: Mapping, errors: dict[str, str]) -> tuple[int, str]:
    """The first of a refusal's errors: its column's index or WHOLE, and the sentence."""
    name, message = next(iter(errors.items()))
    return _index_of(mapping, name), message


def unmapped(header: Sequence[str]) -> Mapping:
    """A mapping that leaves every column out."""
    return Mapping(tuple(Column(name) for name in header))


def with_columns(mapping: Mapping, changes: dict[int, Column]) -> Mapping:
    """The mapping with some columns sent elsewhere."""
    columns = (changes.get(index, column) for index, column in enumerate(mapping.columns))
    return replace(mapping, columns=tuple(columns))


def _told(mapping: Mapping, row: Sequence[str], reading: Reading) -> dict[str, object]:
    told: dict[str, object] = {}
    attributes: dict[str, object] = {}
    for index, column in enumerate(mapping.columns):
        target = column.goes_to
        # How it is written is still open: a preview shows the cell, an import does not start.
        if target is None or (target.kind in NOTATIONS and not column.notation):
            continue
        cell = row[index] if index < len(row) and row[index].strip() else ""
        if not cell and (not mapping.empty_clears or target.code in KEPT):
            continue
        try:
            value = value_of(column, target, cell) if cell else None
        except ValueError as problem:
            reading.errors[index] = str(problem)
            continue
        reading.values[index] = value
        if target.is_attribute:
            attributes[column.attribute.strip()] = plain(value)
        else:
            told[target.code] = value
    if any(name in told for name in NAMES):
        parts = [told.pop(name, None) for name in NAMES]
        told["name"] = " ".join(str(part) for part in parts if part) or None
    if attributes:
        told["attributes"] = attributes
    return told


def _problem(column: Column) -> str:
    target = column.goes_to
    if target is None:
        return "" if column.target == IGNORED else f"There is no target “{column.target}”."
    if target.is_attribute and not column.attribute.strip():
        return "Give the attribute a name."
    if target.is_attribute and len(column.attribute) > MAX_ATTRIBUTE_NAME:
        return f"The name has at most {MAX_ATTRIBUTE_NAME} characters."
    if target.kind in NOTATIONS and column.notation not in NOTATIONS[target.kind]:
        return (
            "Say how the dates are written: 03/04/2026 could be March 4 or 4 March."
            if target.kind == Kind.DATE
            else "Say how the numbers are written: 1,234 could be a thousand or one and a bit."
        )
    return ""


def _index_of(mapping: Mapping, name: str) -> int:
    names = NAMES if name == "name" else (name,)
    for index, column in enumerate(mapping.columns):
        target = column.goes_to
        if target and (target.code in (name, *names) or (name == "attributes" and target.is_attribute)):
            return index
    return WHOLE

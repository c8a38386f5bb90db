"""Rules on their way through a form: as typed, whether or not they can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as of
from typing import TYPE_CHECKING, Any

from customers.domain.audiences.operators import Takes
from customers.domain.audiences.rules import MOST_IN_A_GROUP
from customers.domain.audiences.values import as_json as plain

if TYPE_CHECKING:
    from django.http import QueryDict

    from customers.domain.audiences.fields import Catalog, Field
    from customers.domain.audiences.operators import Operator

NAME = re.compile(r"rule-(\d{1,3})(?:-(\d{1,3}))?-(field|match)", re.ASCII)
SEPARATOR = ";"
NUMERAL = re.compile(r"[-+]?\d{1,15}", re.ASCII)


@dataclass(slots=True)
class DraftRule:
    """One row of the builder: what its controls hold."""

    field: str = ""
    op: str = ""
    values: list[str] = of(default_factory=list)


@dataclass(slots=True)
class DraftGroup:
    """Some rows, of which all or any must hold."""

    match: str = "all"
    items: list[DraftRule | DraftGroup] = of(default_factory=list)


@dataclass(slots=True)
class Draft:
    """The whole of a builder."""

    root: DraftGroup

    @classmethod
    def of_raw(cls, raw: dict[str, Any], catalog: Catalog) -> Draft:
        """From the stored form."""
        return cls(_group_of(raw, catalog))

    @classmethod
    def of_post(cls, data: QueryDict) -> Draft:
        """From the names that the page's controls have: `rule-2-field`, in a group `rule-2-0-field`."""
        keys: dict[int, set[int]] = {}
        for name in data:
            if found := NAME.fullmatch(name):
                inner = keys.setdefault(int(found[1]), set())
                if found[2] is not None:
                    inner.add(int(found[2]))
        items: list[DraftRule | DraftGroup] = []
        for key in sorted(keys)[:MOST_IN_A_GROUP]:
            at = f"rule-{key}"
            if f"{at}-match" in data:
                rows = [_row(data, f"{at}-{inner}") for inner in sorted(keys[key])[:MOST_IN_A_GROUP]]
                items.append(DraftGroup(data.get(f"{at}-match", "all"), [*rows]))
            else:
                items.append(_row(data, at))
        return cls(DraftGroup(data.get("match", "all"), items))

    def act(self, act: str) -> None:
        """What a button of the builder does: `add`, `group`, `add-2`, `remove-2`, `remove-2-0`."""
        verb, *place = act.split("-")
        numbers = [int(it) for it in place if it.isascii() and it.isdigit() and len(it) < 4]
        try:
            group, index = self._at(numbers, inside=verb == "add")
        except (IndexError, AttributeError):
            return
        if verb == "add":
            group.items.append(DraftRule())
        elif verb == "group":
            group.items.append(DraftGroup("any" if group.match == "all" else "all", [DraftRule()]))
        elif verb == "remove" and index is not None and index < len(group.items):
            del group.items[index]

    def raw(self, catalog: Catalog) -> dict[str, Any]:
        """As JSON, as far as what was typed can be told apart; `audiences.parse` says what is wrong."""
        return _raw_group(self.root, catalog)

    def begun(self) -> Draft:
        """The same without rows in which nothing is chosen yet, and without groups of nothing else."""
        return Draft(_begun(self.root))

    def _at(self, numbers: list[int], *, inside: bool) -> tuple[DraftGroup, int | None]:
        group = self.root
        path, index = (numbers, None) if inside else (numbers[:-1], numbers[-1] if numbers else None)
        for number in path[:1]:
            found = group.items[number]
            if not isinstance(found, DraftGroup):
                raise IndexError(number)
            group = found
        return group, index


def _begun(group: DraftGroup) -> DraftGroup:
    inner = [_begun(it) if isinstance(it, DraftGroup) else it for it in group.items]
    return DraftGroup(
        group.match, [it for it in inner if (it.items if isinstance(it, DraftGroup) else it.field)]
    )


def _row(data: QueryDict, at: str) -> DraftRule:
    return DraftRule(data.get(f"{at}-field", ""), data.get(f"{at}-op", ""), data.getlist(f"{at}-value"))


def _group_of(raw: dict[str, Any], catalog: Catalog) -> DraftGroup:
    items: list[DraftRule | DraftGroup] = [
        _group_of(it, catalog) if "rules" in it else _row_of(it, catalog) for it in raw.get("rules", [])
    ]
    return DraftGroup(raw.get("match", "all"), items)


def _row_of(raw: dict[str, Any], catalog: Catalog) -> DraftRule:
    found, value = catalog.find(raw["field"]), raw.get("value")
    operator = found.operator(raw["op"]) if found else None
    if operator is not None and operator.takes == Takes.TEXTS and isinstance(value, list):
        values = [f"{SEPARATOR} ".join(value)]
    elif value is None:
        values = []
    else:
        values = [_typed(it) for it in (value if isinstance(value, (list, tuple)) else [value])]
    return DraftRule(raw["field"], raw["op"], values)


def _typed(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(plain(value))


def _raw_group(group: DraftGroup, catalog: Catalog) -> dict[str, Any]:
    rules = [
        _raw_group(it, catalog) if isinstance(it, DraftGroup) else _raw_rule(it, catalog)
        for it in group.items
    ]
    return {"match": group.match, "rules": rules}


def _raw_rule(row: DraftRule, catalog: Catalog) -> dict[str, Any]:
    found = catalog.find(row.field)
    operator = found.operator(row.op) if found else None
    value = _value(row.values, found, operator) if found and operator else None
    return {"field": row.field, "op": row.op, "value": value}


def _value(values: list[str], found: Field, operator: Operator) -> Any:
    first = values[0].strip() if values else ""
    match operator.takes:
        case Takes.NOTHING:
            return None
        case Takes.CHOICES:
            # A number is one where the choices are numbers, such as the ids of people.
            offered = {str(value): value for value, _ in found.choices()} if found.choices else {}
            return [offered.get(it, it) for it in values]
        case Takes.NUMBERS | Takes.DAYS:
            return [_single(it.strip(), operator) for it in values]
        case Takes.TEXTS:
            return [part.strip() for part in first.split(SEPARATOR) if part.strip()]
    return _single(first, operator)


def _single(written: str, operator: Operator) -> Any:
    match operator.takes:
        case Takes.FLAG:
            return {"true": True, "false": False}.get(written, written)
        case Takes.NUMBER | Takes.NUMBERS | Takes.COUNT:
            return _number(written)
    return written


def _number(written: str) -> int | float | str:
    plainly = written.replace(",", "") if re.fullmatch(r"[\d,.]+", written) else written
    if NUMERAL.fullmatch(plainly):
        return int(plainly)
    try:
        return float(plainly)
    except ValueError:
        return written

"""What audiences may speak of: the catalog of fields, built in and of the company's own making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from customers.domain.audiences import builtin, expressions
from customers.domain.audiences.operators import OF_KIND, Kind, Operator
from customers.domain.events import NAME, label_of
from customers.enums import AttributeKind
from customers.models import AttributeDefinition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from customers.domain.audiences.reach import Reach

ATTRIBUTE, EVENT = "attribute:", "event:"
ALWAYS = frozenset({"is_set", "is_not_set"})
KINDS = {
    AttributeKind.TEXT: Kind.TEXT,
    AttributeKind.NUMBER: Kind.NUMBER,
    AttributeKind.DATE: Kind.DATE,
    AttributeKind.FLAG: Kind.CHOICE,
}
READERS = {
    AttributeKind.TEXT: expressions.TextAttribute,
    AttributeKind.NUMBER: expressions.NumberAttribute,
    AttributeKind.DATE: expressions.DayAttribute,
    AttributeKind.FLAG: expressions.TextAttribute,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is known of customers.

    `compared` makes what the database compares: a Q for flags and events' names apart, an expression for
    all others. `check` turns one value of JSON into the stored one, or raises ValueError.
    """

    key: str
    label: str
    group: str
    kind: Kind
    compared: Callable[[Reach], Any]
    may_be_empty: bool = True
    check: Callable[[object], object] | None = field(default=None, compare=False)
    choices: Callable[[], list[tuple[Any, str]]] | None = field(default=None, compare=False)

    @property
    def operators(self) -> list[Operator]:
        """What may be said of it, the likeliest first."""
        whether = self.may_be_empty or self.kind not in {Kind.TEXT, Kind.CHOICE, Kind.NUMBER}
        return [it for it in OF_KIND[self.kind] if whether or it.key not in ALWAYS]

    def operator(self, key: object) -> Operator | None:
        """The operator of this key, None where the field has no such one."""
        return next((it for it in self.operators if it.key == key), None)


class Catalog:
    """Every field that a rule may name."""

    def __init__(self, definitions: Iterable[AttributeDefinition]) -> None:
        attributes = [of_attribute(it) for it in definitions]
        self.fields = [*(Field(**facts) for facts in builtin.FIELDS), *attributes]
        self._by_key = {it.key: it for it in self.fields}

    def find(self, key: object) -> Field | None:
        """The field of this key. Any well-formed name of an event is one."""
        if not isinstance(key, str):
            return None
        name = key.removeprefix(EVENT)
        if name != key:
            return of_event(name) if NAME.fullmatch(name) else None
        return self._by_key.get(key)


def catalog() -> Catalog:
    """The fields as they are now: one query, for the custom attributes."""
    return Catalog(AttributeDefinition.objects.all())


def of_attribute(definition: AttributeDefinition) -> Field:
    """The field of a custom attribute."""
    kind = AttributeKind(definition.kind)
    reader, key = READERS[kind], definition.key
    is_flag = kind == AttributeKind.FLAG
    return Field(
        key=f"{ATTRIBUTE}{key}",
        label=definition.label,
        group="Custom attributes",
        kind=KINDS[kind],
        compared=lambda reach: reader(reach.column("attributes"), key),
        check=builtin.yes_or_no if is_flag else None,
        choices=builtin.yes_and_no if is_flag else None,
    )


def of_event(name: str) -> Field:
    """The field of an event: when it happened to a customer."""
    return Field(
        key=f"{EVENT}{name}",
        label=f"Event “{label_of(name)}”",
        group="Events",
        kind=Kind.EVENT,
        compared=lambda reach: name,
    )

"""What the builder's page draws: each row with its choices, its values and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from customers.domain import distinct
from customers.domain.audiences.fields import EVENT, of_event
from customers.domain.events import KNOWN, NAME
from customers.forms.audience.draft import DraftGroup, DraftRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from customers.domain.audiences.fields import Catalog, Field
    from customers.domain.audiences.operators import Operator

    Groups = list[tuple[str, list[Field]]]


@dataclass(frozen=True, slots=True)
class Control:
    """One row, or a group of rows when it has a `match`. `at` begins the names of its controls."""

    at: str
    place: str
    number: int
    match: str = ""
    rows: list[Control] = field(default_factory=list)
    chosen: Field | None = None
    operator: Operator | None = None
    values: list[str] = field(default_factory=list)
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    problem: str = ""

    @property
    def picked(self) -> str:
        """The chosen labels in one line, for the closed list."""
        labels = [label for _, label, is_chosen in self.choices if is_chosen]
        return ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")


def controls(root: DraftGroup, catalog: Catalog, problems: dict[str, str]) -> list[Control]:
    """Every row and group of a builder, in order."""
    return [
        _control(it, (number,), catalog, _below(problems, f"rules.{number}"))
        for number, it in enumerate(root.items)
    ]


def offered(catalog: Catalog, root: DraftGroup) -> Groups:
    """The fields in groups, with the events that are known, have happened or are spoken of."""
    used = (it.removeprefix(EVENT) for it in _used(root) if it.startswith(EVENT))
    names = sorted({*KNOWN, *distinct.event_names(), *(it for it in used if NAME.fullmatch(it))})
    fields = [*catalog.fields, *(of_event(name) for name in names)]
    by_group = groupby(sorted(fields, key=lambda it: _rank(fields, it)), key=lambda it: it.group)
    return [(group, list(found)) for group, found in by_group]


def _used(group: DraftGroup) -> Iterator[str]:
    for it in group.items:
        yield from _used(it) if isinstance(it, DraftGroup) else (it.field,)


def _rank(fields: list[Field], one: Field) -> int:
    return next(place for place, it in enumerate(fields) if it.group == one.group)


def _control(
    it: DraftRule | DraftGroup, place: tuple[int, ...], catalog: Catalog, problems: dict[str, str]
) -> Control:
    dashed = "-".join(map(str, place))
    at, number = f"rule-{dashed}", place[-1] + 1
    if isinstance(it, DraftGroup):
        rows = [
            _control(row, (*place, inner), catalog, _below(problems, f"rules.{inner}"))
            for inner, row in enumerate(it.items)
        ]
        problem = problems.get("rules", problems.get("", ""))
        return Control(at, dashed, number, match=it.match or "all", rows=rows, problem=problem)
    found = catalog.find(it.field)
    operator = (found.operator(it.op) or found.operators[0]) if found else None
    return Control(
        at, dashed, number, chosen=found, operator=operator, values=it.values,
        choices=_choices(found, it.values), problem=next(iter(problems.values()), ""),
    )  # fmt: skip


def _choices(found: Field | None, values: list[str]) -> list[tuple[str, str, bool]]:
    """Everything that can be chosen, and what is chosen but no longer offered."""
    if found is None or found.choices is None:
        return []
    offered_here: list[tuple[Any, str]] = found.choices()
    known = {str(value) for value, _ in offered_here}
    kept = [(value, value) for value in values if value not in known]
    return [(str(value), label, str(value) in values) for value, label in [*offered_here, *kept]]


def _below(problems: dict[str, str], path: str) -> dict[str, str]:
    """The problems at a path, named from there on."""
    found = {}
    for name, message in problems.items():
        if name == path or name.startswith(f"{path}."):
            found[name[len(path) + 1 :]] = message
    return found

"""A choice as a table: who was there, what each trait gave them, what it could have given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from followups.domain import ranking
from followups.enums import Trait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followups.models import AssignmentDecision


@dataclass(frozen=True, slots=True)
class Column:
    """A trait that gave somebody points: its name, and the most that it gives."""

    code: str
    label: str
    most: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate: their points, column by column, and the sum."""

    name: str
    load: int
    capacity: int
    points: list[int]
    total: int
    is_chosen: bool
    goes_first: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Everybody who was there. Traits that gave nobody anything are left out, so the sums still hold."""

    columns: list[Column]
    lines: list[Line]
    owner_first: bool
    silent: list[str]


def table(decision: AssignmentDecision) -> Table:
    """The table of one decision, the best first."""
    rows, rules = decision.scores, decision.rules
    # PostgreSQL keeps the keys of JSON in an order of its own.
    codes = sorted({code for row in rows for code in row["traits"]}, key=_place)
    counted = [code for code in codes if any(row["traits"].get(code) for row in rows)]
    return Table(
        columns=[Column(code, _label(code, rules), rules.get("points", {}).get(code)) for code in counted],
        lines=[_line(row, counted, decision.chosen_id) for row in rows],
        owner_first=any(row.get("first") for row in rows),
        silent=[_label(code, rules) for code in codes if code not in counted],
    )


def _line(row: Mapping[str, Any], counted: list[str], chosen_id: int | None) -> Line:
    return Line(
        name=row["name"],
        load=row["load"],
        capacity=row["capacity"],
        points=[row["traits"].get(code, 0) for code in counted],
        total=row["total"],
        is_chosen=row["user"] == chosen_id,
        goes_first=row.get("first", False),
    )


def _place(code: str) -> tuple[int, str]:
    own = code.startswith(ranking.CUSTOM)
    return (len(SHORT) if own else list(Trait).index(Trait(code)), code)


def _label(code: str, rules: Mapping[str, Any]) -> str:
    if code.startswith(ranking.CUSTOM):
        return str(rules.get("labels", {}).get(code, code.removeprefix(ranking.CUSTOM)))
    return SHORT[Trait(code)]


SHORT = {
    Trait.ACCOUNT_OWNER: "Account",
    Trait.SKILL: "Themes",
    Trait.LANGUAGE: "Language",
    Trait.REGION: "Country",
    Trait.ZONE: "Hours",
    Trait.HISTORY: "History",
    Trait.STAGE: "Stage",
    Trait.LOAD: "Room",
}

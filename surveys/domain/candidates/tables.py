"""Small tables that Python makes and SQL joins, as `WITH name (columns) AS (VALUES …)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# SQLite reads a table of fewer rows through for every customer, instead of making an index of it first.
# That costs as much as all else it does for one; with hardly any rows it costs nothing.
INDEXED, FEW = 32, 4


class Part(NamedTuple):
    """A piece of SQL with its parameters."""

    sql: str
    params: list[Any]


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Part:
    """One table of a WITH. The names of VALUES are given here: both databases agree on that form."""
    found = list(rows)
    if connection.vendor == "sqlite" and FEW < len(found) < INDEXED:
        # Rows of nothing, which nothing is equal to.
        found += [[None] * len(columns)] * (INDEXED - len(found))
    mark = f"({', '.join(['%s'] * len(columns))})"
    values = ", ".join([mark] * len(found))
    params = [plain(value) for row in found for value in row]
    return Part(f"{name} ({', '.join(columns)}) AS (VALUES {values})", params)


def with_tables(tables: Iterable[Part], select: Part) -> Part:
    """A SELECT over these tables."""
    found = list(tables)
    sql = f"WITH {', '.join(part.sql for part in found)} {select.sql}"
    return Part(sql, [*(value for part in found for value in part.params), *select.params])


def once() -> str:
    """What keeps a database from working out a subquery's columns again wherever they are named."""
    return " OFFSET 0" if connection.vendor == "postgresql" else " LIMIT -1"


def plain(value: Any) -> Any:
    """A date or an instant as this database compares it; SQLite keeps both as text."""
    if connection.vendor != "sqlite":
        return value
    if hasattr(value, "tzinfo"):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

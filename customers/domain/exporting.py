"""Customers as a file, line by line: whoever takes a million rows along never has them all in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import spreadsheets
from core.csv import stream_rows
from customers.domain import paging
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from customers.domain.columns import Column
    from customers.querysets import CustomerQuerySet
    from team.models import User

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way out: its name, what it is, and its bytes, made as they are read."""

    filename: str
    content_type: str
    chunks: Iterator[bytes]


def begin(
    *,
    rows: CustomerQuerySet,
    columns: list[Column],
    sort: str,
    form: str,
    chosen: dict[str, Any],
    actor: User,
    now: datetime,
) -> Export:
    """Put on record that these leave the house, and begin the file. `form` is a key of FORMATS.

    `chosen` is the filter in plain words, for the audit trail.
    """
    facts = {"format": form, "columns": [column.label for column in columns], "filter": chosen}
    audit.log(
        actor=actor, action="customers.export", subject=Program.objects.current(), now=now, changes=facts
    )
    header = [column.label for column in columns]
    lines = ([column.value(row) for column in columns] for row in paging.everyone(rows, sort=sort))
    if form == "xlsx":
        chunks = spreadsheets.stream(header, lines, title="Customers")
    else:
        chunks = (line.encode() for line in stream_rows(header, lines, bom=True))
    return Export(f"customers-{now:%Y-%m-%d}.{form}", FORMATS[form], chunks)

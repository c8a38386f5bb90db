"""Who was erased, outside the database: a restored backup has them again, and this says so.

One line for each: the customer's id and the instant. Nothing else, so the file is nobody's data.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

NAME = "erasures.log"


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure."""

    customer_id: int
    at: datetime


class NotALog(ValueError):
    """A line is not one of ours; the message says which."""


def path() -> Path:
    """Where the log lies: beside the database's own files, and on every backup's list."""
    return Path(settings.VAR_DIR) / NAME


def note(customer_id: int, at: datetime) -> None:
    """Add a line, on the disk before this returns. A disk that refuses is logged; the sweep adds it later."""
    try:
        _append([Line(customer_id, at)])
    except OSError:
        logger.exception("The erasure of customer %s is not in %s yet", customer_id, path())


def read(file: Path) -> list[Line]:
    """The lines in order. Raises NotALog, and OSError."""
    lines = []
    for number, text in enumerate(file.read_text(encoding="ascii", errors="replace").splitlines(), start=1):
        if text.strip():
            lines.append(_line(text, number))
    return lines


def add_missing() -> int:
    """Add the erasures that the database knows and the log does not; returns how many."""
    known = {line.customer_id for line in read(path())} if path().is_file() else set()
    erased = Customer.objects.filter(erased_at__isnull=False).order_by("erased_at", "pk")
    missing = [
        Line(pk, at)
        for pk, at in erased.values_list("pk", "erased_at").iterator()
        if pk not in known and at is not None
    ]
    if missing:
        _append(missing)
    return len(missing)


def _append(lines: Iterable[Line]) -> None:
    text = "".join(f"{line.customer_id}\t{line.at.astimezone(UTC).isoformat()}\n" for line in lines)
    path().parent.mkdir(parents=True, exist_ok=True)
    # One write at the end of the file: of two processes none cuts the other's line.
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, text.encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)


def _line(text: str, number: int) -> Line:
    who, _, when = text.partition("\t")
    try:
        at = datetime.fromisoformat(when.strip())
    except ValueError as problem:
        raise NotALog(f"Line {number} has no instant.") from problem
    if not (who.isascii() and who.isdigit()) or at.tzinfo is None:
        raise NotALog(f"Line {number} is not an erasure.")
    return Line(int(who), at)

"""How the SELECT is run."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncompiled() -> Iterator[None]:
    """Keep PostgreSQL from compiling the statement first: it is long, and running it is quicker.

    A transaction of its own there, or a part of the one that is open. Elsewhere nothing: a transaction on
    SQLite would lock out who writes.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
        yield

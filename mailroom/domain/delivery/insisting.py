"""Writing down what happened although the database falters: an outcome that is lost ends as `unknown`."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final, TypeVar

from django.db import InterfaceError, OperationalError, connection

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

# Seconds: a deadlock is over at once, a restart of the server within moments.
_PAUSES: Final = (0.1, 1.0, 5.0, 15.0)

Written = TypeVar("Written")


def insist(write: Callable[[], Written]) -> Written:
    """Do the write, again where the database was away or broke a deadlock; raises after 20 seconds.

    The write is one transaction with its guards in its WHERE: if an earlier try went through after
    all, the next one changes nothing.
    """
    for pause in _PAUSES:
        try:
            return write()
        except (OperationalError, InterfaceError) as problem:
            if connection.in_atomic_block:
                raise
            logger.warning("The database did not take an outcome, trying again: %s", problem)
            connection.close()
            time.sleep(pause)
    return write()

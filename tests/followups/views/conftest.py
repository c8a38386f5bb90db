"""The clock of these tests: pages read it themselves, and a day must not end while they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

# Noon in Berlin, where the program is; far from every change of clocks.
NOON = "2026-11-18T11:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Noon of a working day."""
    with time_machine.travel(NOON, tick=True):
        yield

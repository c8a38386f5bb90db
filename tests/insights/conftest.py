"""Pages of this room read the clock; their tests stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def at_now() -> Iterator[None]:
    """It is NOW, and stays so."""
    with time_machine.travel(NOW, tick=False):
        yield

"""A stranger's browser, at a moment that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client

from tests.moments import NOW
from tests.responses.views.visiting import FIREFOX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from team.models import Program


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(program: Program) -> Client:
    """A stranger's browser."""
    return Client(headers={"User-Agent": FIREFOX})

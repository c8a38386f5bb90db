from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from team.models import Program, User


@pytest.fixture(autouse=True)
def _march(program: Program) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(client_for: Callable[[User], Client], manager: User) -> Client:
    """A manager's browser."""
    return client_for(manager)


@pytest.fixture
def onlooker(client_for: Callable[[User], Client], viewer: User) -> Client:
    """A viewer's browser."""
    return client_for(viewer)

"""A program that calls the API, at a moment that stands still."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from team.models import Program


@pytest.fixture(autouse=True)
def clock(program: Program) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call(client: Client) -> Callable[..., tuple[int, Any]]:
    """Makes a call with a key that may read and write; returns status and body."""
    headers = bearer(ApiKeyFactory.create())

    def make(method: str, url: str, body: Any = None) -> tuple[int, Any]:
        sent = b"" if body is None else json.dumps(body).encode()
        answer = client.generic(method, url, sent, "application/json", headers=headers)
        return answer.status_code, answer.json()

    return make

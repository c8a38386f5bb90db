"""A provider that knows our secret, an hour after the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.mailroom import providers
from tests.mailroom.providers import AT
from tests.surveys.domain.evidence.events import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from team.models import Program


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


@pytest.fixture(autouse=True)
def configured(settings: Settings, program: Program) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": providers.SECRET, "MAILGUN_API_KEY": providers.MAILGUN_KEY}

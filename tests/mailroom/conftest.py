"""Fixtures of the mailroom's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture
def local_outbox(db: None, settings: Settings) -> None:
    """Mails stay on this server, as with `make run`; pytest-django would keep them in memory."""
    settings.EMAIL_BACKEND = settings.LOCAL_OUTBOX

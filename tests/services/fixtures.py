"""The pytest side: which tests fit this run's database, and a Redis for those that need one.

Loaded by tests/conftest.py (`pytest_plugins`).
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import TransactionTestCase
from redis import Redis

from tests.services.process import Unavailable
from tests.services.redis_server import programs, redis

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
# The marker and the database that it belongs to.
ONLY_ON = {"sqlite_only": "sqlite", "postgres_only": "postgresql"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def touches_database(item: pytest.Item) -> bool:
    """Whether the test opens the database, by marker, by fixture or by class."""
    fixtures = set(getattr(item, "fixturenames", ()))
    owner = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & DATABASE_FIXTURES
        or (owner and issubclass(owner, TransactionTestCase))
    )


def fits(item: pytest.Item) -> bool:
    """Whether the test speaks of the database that this run uses."""
    return all(
        connection.vendor == vendor for marker, vendor in ONLY_ON.items() if item.get_closest_marker(marker)
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database, before -m chooses; leave out what speaks of another database."""
    for item in items:
        if touches_database(item):
            item.add_marker("touches_database")
    # Left out, not skipped: the other half of `make test` runs them.
    misfits = [item for item in items if not fits(item)]
    if misfits:
        config.hook.pytest_deselected(items=misfits)
        items[:] = [item for item in items if fits(item)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what this machine cannot show."""
    if item.get_closest_marker("needs_chromium") and not browser():
        pytest.skip(f"{item.nodeid} needs Chromium; on Debian: apt-get install chromium")
    if item.get_closest_marker("needs_redis") and not has_redis():
        pytest.skip(f"{item.nodeid} needs Redis; on Debian: apt-get install redis-server")


def has_redis() -> bool:
    """Whether a server is configured or can be started."""
    return bool(os.environ.get("TEST_REDIS_URL")) or next(programs(), None) is not None


def browser() -> str | None:
    """The path of the machine's Chromium."""
    return os.environ.get("CHROMIUM") or next(
        (path for name in BROWSERS if (path := shutil.which(name))), None
    )


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def redis_server_url() -> Iterator[str]:
    """The server that `make test` started for all processes, else one of this process' own."""
    try:
        server = redis()
    except Unavailable as reason:
        pytest.skip(f"needs Redis: {reason}")
    with server:
        yield server.url


@pytest.fixture
def redis_url(redis_server_url: str, worker_id: str) -> str:
    """The address of an empty Redis database that no other test process uses."""
    # Sixteen databases per server, one test process each.
    number = int(worker_id.removeprefix("gw")) % 16 if worker_id.startswith("gw") else 0
    url = f"{redis_server_url.rsplit('/', 1)[0]}/{number}"
    with Redis.from_url(url) as client:
        client.flushdb()
    return url

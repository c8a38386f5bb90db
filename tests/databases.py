"""The test database as another process may open it."""

from __future__ import annotations

import os

from django.db import connection


def database_url() -> str:
    """The URL of the database that this test uses."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = facts["HOST"] or "127.0.0.1", facts["PORT"] or 5432
    password = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER']}{password}@{host}:{port}/{facts['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process that works on this test's database."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url(), **more}

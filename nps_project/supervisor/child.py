"""One program that is kept running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

from nps_project.supervisor import leash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nps_project.supervisor.console import Console

# The wait before a restart doubles up to the longest; a run of this length counts as recovered.
SHORTEST_WAIT, LONGEST_WAIT, RECOVERED_AFTER = 1.0, 30.0, 60.0


class Child:
    """A program in a process group of its own, restarted when it ends.

    Its own group: a terminal's Ctrl-C reaches the supervisor alone, which stops the programs in order, and
    what a program forked can be ended with it.
    """

    def __init__(
        self,
        name: str,
        program: list[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        console: Console,
        ends_last: bool = False,
    ) -> None:
        self.name = name
        self.program = program
        self.folder = folder
        self.environment = dict(environment)
        self.console = console
        # What others lean on outlives them.
        self.ends_last = ends_last
        self.process: subprocess.Popen[bytes] | None = None
        self.wait = SHORTEST_WAIT
        self.started_at = 0.0
        self.restart_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether the program itself lives."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the program on our leash; its output goes to the console."""
        self.process = subprocess.Popen(
            leash.command(self.program),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=self.environment,
            start_new_session=True,
        )
        self.started_at, self.restart_at = time.monotonic(), None
        if self.process.stdout:
            self.console.relay(self.name, self.process.stdout)

    def look_after(self) -> None:
        """Note a death and plan the restart; restart when that time has come."""
        now = time.monotonic()
        if self.is_running or self.process is None:
            return
        if self.restart_at is None:
            # What it forked must not work on beside its successor.
            self.send(signal.SIGKILL)
            if now - self.started_at > RECOVERED_AFTER:
                self.wait = SHORTEST_WAIT
            self.restart_at = now + self.wait
            self.console.line(
                self.name, f"{ending(self.process.returncode)}; starting again in {self.wait:g} s"
            )
            self.wait = min(self.wait * 2, LONGEST_WAIT)
        elif now >= self.restart_at:
            self.start()
            self.console.line(self.name, f"started again (process {self.process.pid})")

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program's group, which may outlive the program."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def ask_to_end(self) -> None:
        """SIGTERM to the program alone: it tells its own children."""
        if self.process and self.is_running:
            self.process.terminate()

    def end_by(self, deadline: float) -> None:
        """Wait until time.monotonic() reaches the deadline, then kill whatever of the group is left."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.console.line(self.name, "did not end in time: killed")
        self.send(signal.SIGKILL)
        self.process.wait()


def ending(code: int) -> str:
    """How a program ended, in words."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

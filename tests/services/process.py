"""A server process in a temporary folder that is gone when its owner is, however the owner ends."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nps_project.supervisor import leash

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

STARTING_SECONDS = 30
STOPPING_SECONDS = 15


class Unavailable(Exception):
    """No such server can be started on this machine; the text says what was looked for."""


def unprivileged() -> tuple[int, int] | None:
    """The user and group that servers run as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


class Server:
    """A server that tests may use: `url` is its address, `origin` says where it came from.

    As it stands: a configured one, which is not ours to start or stop.
    """

    def __init__(self, *, name: str, url: str, origin: str) -> None:
        self.name = name
        self.url = url
        self.origin = origin

    def start(self) -> None:
        """Make it answer. Raises Unavailable."""

    def stop(self) -> None:
        """Leave nothing behind."""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class ThrowAway(Server):
    """A server of our own. Start it from the main thread: it dies with the thread that started it.

    A subclass says how to start it (`arguments`) and when it answers (`is_ready`).
    """

    # How a polite stop is asked for, and what the kernel sends when the owner has died.
    stop_signal = signal.SIGTERM

    def __init__(self, *, name: str, url: str, origin: str) -> None:
        super().__init__(name=name, url=url, origin=origin)
        # Root's own temporary folder may be closed to others; /tmp is open to everybody everywhere.
        owner = unprivileged()
        self.folder = Path(
            tempfile.mkdtemp(prefix=f"closeloop-{name.lower()}-", dir="/tmp" if owner else None)
        )
        self.owner = f"{owner[0]}:{owner[1]}" if owner else ""
        if owner:
            os.chown(self.folder, *owner)
        self.process: subprocess.Popen[bytes] | None = None

    def arguments(self) -> list[str]:
        """The command line."""
        raise AssertionError(f"{type(self).__name__} has no command line")

    def is_ready(self) -> bool:
        """Whether it answers."""
        raise AssertionError(f"{type(self).__name__} cannot tell whether it answers")

    def run(self, program: list[str]) -> None:
        """Run a preparing program to its end, as the server's user. Raises Unavailable with its words."""
        done = subprocess.run(
            leash.command(program, owner=self.owner),
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            env=self.environment,
        )
        if done.returncode:
            raise Unavailable(f"{program[0]}: {(done.stderr or done.stdout).strip()}")

    @property
    def environment(self) -> dict[str, str]:
        """No variable of ours reaches the server."""
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(self.folder)}

    def start(self) -> None:
        """Start the process and wait until it answers. Raises Unavailable with the end of its log."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                leash.command(self.arguments(), dying=self.stop_signal, owner=self.owner),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self.environment,
                # A terminal's Ctrl-C is for the tests; they stop their servers when they are done.
                start_new_session=True,
            )
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "log").read_text(errors="replace")[-2000:]
                self.kill()
                raise Unavailable(f"{self.name} did not start: {said}")
            time.sleep(0.02)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the server and its process group (PostgreSQL's back-ends leave the group)."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def pause(self) -> None:
        """Freeze it: connections stay open, nothing answers."""
        self.send(signal.SIGSTOP)

    def resume(self) -> None:
        """End a pause."""
        self.send(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL: what it had not written is gone."""
        self.send(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def halt(self) -> None:
        """Ask it to end, then insist."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def restart(self) -> None:
        """Halt and start again: same port, same folder."""
        self.halt()
        self.start()

    def stop(self) -> None:
        """Halt for good and remove the folder."""
        self.resume()
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

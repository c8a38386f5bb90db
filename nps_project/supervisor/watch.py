"""Starts the programs, keeps them running, ends them together."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from nps_project.supervisor.child import Child
    from nps_project.supervisor.console import Console

STOPPING_SECONDS = 15.0
LOOK_SECONDS = 0.25
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Watches children and ends them together."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.children: list[Child] = []
        # A plain flag: a handler that runs inside a lock's own code must not want that lock.
        self.ending = False

    def add(self, child: Child) -> None:
        """Start a child and watch it from now on."""
        child.start()
        self.children.append(child)

    def listen(self) -> None:
        """Ctrl-C, SIGTERM or a closed terminal end the watch; a second one stops being patient."""
        for number in ENDING_SIGNALS:
            signal.signal(number, self._asked_to_end)

    def _asked_to_end(self, number: int, frame: FrameType | None) -> None:
        if self.ending:
            for child in self.children:
                child.send(signal.SIGKILL)
        self.ending = True

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Look after the children until `ready` says yes. False when time is up or the end was asked for."""
        deadline = time.monotonic() + seconds
        for _ in self._rounds():
            if ready():
                return True
            if time.monotonic() > deadline:
                break
        return False

    def watch(self) -> None:
        """Look after the children until the end is asked for."""
        for _ in self._rounds():
            pass

    def _rounds(self) -> Iterator[None]:
        while not self.ending:
            for child in self.children:
                child.look_after()
            yield
            time.sleep(LOOK_SECONDS)

    def end(self) -> None:
        """End all: first what works, then the broker it works with."""
        self.console.say("Stopping…")
        for group in (
            [child for child in self.children if not child.ends_last],
            [child for child in self.children if child.ends_last],
        ):
            deadline = time.monotonic() + STOPPING_SECONDS
            for child in group:
                child.ask_to_end()
            for child in group:
                child.end_by(deadline)
        self.console.say("Stopped; nothing is left running.")

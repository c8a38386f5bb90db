"""The parts of the supervisor with small programs of our own; test_run.py shows the whole."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from nps_project.supervisor import broker, leash
from nps_project.supervisor.child import LONGEST_WAIT, Child, ending
from nps_project.supervisor.console import Console
from nps_project.supervisor.watch import Supervisor
from tests.nps_project.running import eventually, lives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def console() -> Console:
    return Console(io.StringIO())


def said(console: Console) -> str:
    """What a console has printed."""
    assert isinstance(console.out, io.StringIO)
    return console.out.getvalue()


@pytest.fixture
def make(tmp_path: Path, console: Console) -> Iterator[Callable[..., Child]]:
    children: list[Child] = []

    def make_child(name: str, program: list[str], *, ends_last: bool = False) -> Child:
        child = Child(
            name, program, folder=tmp_path, environment=os.environ, console=console, ends_last=ends_last
        )
        children.append(child)
        return child

    yield make_child
    for child in children:
        child.send(signal.SIGKILL)
        if child.process:
            child.process.wait(10)


def test_console_labels_each_line_with_who_speaks(console: Console) -> None:
    console.line("web", "hello")
    console.line("worker", "hello")
    console.say("plain")

    assert said(console) == "web     | hello\nworker  | hello\nplain\n"


def test_console_goes_on_when_its_reader_has_gone() -> None:
    out = io.StringIO()
    console = Console(out)
    out.close()

    console.say("nobody hears this")


def test_child_passes_on_what_its_program_says(make: Callable[..., Child], console: Console) -> None:
    child = make("web", SLEEP)
    child.start()

    assert eventually(lambda: "web     | up\n" in said(console), seconds=10)
    assert child.is_running


def test_child_is_started_again_after_a_growing_wait(make: Callable[..., Child], console: Console) -> None:
    child = make("web", [sys.executable, "-c", "raise SystemExit(3)"])
    child.start()
    waits = []
    for _ in range(7):
        assert child.process
        child.process.wait(10)
        child.look_after()
        assert child.restart_at is not None
        waits.append(round(child.restart_at - time.monotonic()))
        # The wait itself is not what this test is about.
        child.restart_at = time.monotonic()
        child.look_after()

    assert waits == [1, 2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT]
    assert "web     | ended with exit code 3; starting again in 1 s" in said(console)
    assert "web     | started again (process " in said(console)


def test_child_that_ran_for_long_is_started_again_soon(make: Callable[..., Child]) -> None:
    child = make("web", SLEEP)
    child.start()
    child.wait, child.started_at = LONGEST_WAIT, time.monotonic() - 61
    child.send(signal.SIGKILL)
    assert child.process
    child.process.wait(10)
    child.look_after()

    assert child.restart_at is not None
    assert round(child.restart_at - time.monotonic()) == 1


def test_end_kills_what_does_not_listen_and_ends_the_broker_last(
    make: Callable[..., Child], console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nps_project.supervisor.watch.STOPPING_SECONDS", 0.5)
    supervisor = Supervisor(console)
    foundation, deaf = make("broker", SLEEP, ends_last=True), make("worker", DEAF)
    supervisor.add(foundation)
    supervisor.add(deaf)
    assert eventually(lambda: "deaf" in said(console), seconds=10)

    supervisor.end()

    assert (foundation.is_running, deaf.is_running) == (False, False)
    assert "worker  | did not end in time: killed" in said(console)
    assert said(console).endswith("Stopped; nothing is left running.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels send no death signal")
def test_leash_ends_the_program_when_its_parent_is_killed() -> None:
    code = (
        "import subprocess, sys, time; from nps_project.supervisor import leash;"
        "child = subprocess.Popen(leash.command([sys.executable, '-c', 'import time; time.sleep(60)']));"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout as lines:
        pid = int(lines.readline())
    time.sleep(0.5)
    parent.kill()
    parent.wait(10)

    assert eventually(lambda: not lives(pid), seconds=10)


def test_leash_does_not_start_for_a_parent_that_is_gone() -> None:
    words = leash.command([sys.executable, "-c", "print('started')"])
    nobody = "1" if os.getpid() != 1 else "2"
    done = subprocess.run([*words[:4], nobody, *words[5:]], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")


def test_endings_are_said_in_words() -> None:
    assert [ending(code) for code in (0, 3, -9)] == [
        "ended with exit code 0",
        "ended with exit code 3",
        "killed by SIGKILL",
    ]


def test_private_broker_answers_and_keeps_nothing(tmp_path: Path, make: Callable[..., Child]) -> None:
    program, port = next(broker.programs()), broker.free_port()
    child = make("broker", broker.command(program, port=port, folder=tmp_path))
    child.start()
    assert broker.answers(port, within=10)

    child.ask_to_end()
    child.end_by(time.monotonic() + 10)

    assert not broker.answers(port, within=0.2)
    assert [path.name for path in tmp_path.iterdir()] == [broker.LOG]

"""`manage.py run` as processes: what a person starts, and what happens to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.nps_project.running import Running, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see every process"),
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "var")
    server.start()
    try:
        yield server
    finally:
        server.clean_up()


def test_run_serves_pages_keeps_programs_alive_and_ends_without_a_trace(running: Running) -> None:
    assert running.has_said("Closeloop is ready: http://127.0.0.1:"), running.text
    assert [running.get(path) for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]
    assert "nobody can yet: python manage.py createsuperuser" in running.text
    assert "nothing leaves this machine" in running.text
    assert running.pids("celery", "beat")
    assert running.pids("redis-server") or running.pids("valkey-server")

    (worker, *_) = running.pids("celery", "worker")
    os.kill(worker, signal.SIGKILL)

    assert running.has_said("worker  | killed by SIGKILL; starting again in 1 s"), running.text
    assert running.has_said("worker  | started again"), running.text
    assert worker not in running.pids("celery", "worker")

    assert running.ends(signal.SIGTERM) == 0
    assert running.text.endswith("Stopped; nothing is left running.\n"), running.text
    assert running.pids() == []


def test_run_takes_all_programs_along_when_it_is_killed(running: Running) -> None:
    assert running.has_said("Closeloop is ready"), running.text
    assert len(running.pids()) >= 5

    running.ends(signal.SIGKILL)

    assert eventually(lambda: running.pids() == [], seconds=30), running.pids()


def test_run_names_another_port_when_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = Running(tmp_path, port=taken.getsockname()[1])
        server.start()
        code = server.process.wait(60)
        server.reader.join(10)

    assert code == 1
    assert f"Port {server.port} is taken" in server.text
    assert f"make run PORT={server.port + 1}" in server.text
    assert server.pids() == []


def test_prepare_refuses_an_address_key_that_is_not_the_databases(tmp_path: Path) -> None:
    server = Running(tmp_path)

    def prepare(key: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "prepare", "--verbosity=0"],
            cwd=settings.BASE_DIR,
            env={**server.environment, "SECRET_KEY": "x" * 50, "ADDRESS_HASH_KEY": key * 50},
            capture_output=True,
            text=True,
            check=False,
        )

    assert prepare("a").returncode == 0
    assert prepare("a").returncode == 0
    refused = prepare("b")
    assert refused.returncode == 1
    assert "ADDRESS_HASH_KEY is not the one" in refused.stderr

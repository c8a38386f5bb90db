"""The programs that make up a running Closeloop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from django.conf import settings

from nps_project.supervisor import broker
from nps_project.supervisor.child import Child

if TYPE_CHECKING:
    from nps_project.supervisor.console import Console

WORKER_PROCESSES = 2


def environment(*, broker_url: str, port: int) -> dict[str, str]:
    """What the programs find in their environment: ours, and what we decided."""
    return {
        **os.environ,
        "CELERY_BROKER_URL": broker_url,
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        # Celery warns of root because of pickle, which we do not accept.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        "STATIC_FROM_SOURCE": "1",
        "VAR_DIR": str(settings.VAR_DIR.resolve()),
    }


def web(host: str, port: int) -> list[str]:
    """The web server; gunicorn.conf.py holds the rest of its settings."""
    return [sys.executable, "-m", "gunicorn", f"--bind={host}:{port}", "nps_project.wsgi:application"]


def worker() -> list[str]:
    """The worker that hears the bell."""
    options = [
        f"--concurrency={WORKER_PROCESSES}",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
    ]
    return [*_celery(), "worker", *options]


def beat() -> list[str]:
    """The alarm clock; a process of its own, because a killed worker would orphan it."""
    return [*_celery(), "beat", "--loglevel=WARNING", "--pidfile="]


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "nps_project"]


def children(*, host: str, port: int, broker_url: str, console: Console) -> list[Child]:
    """Web, worker and beat, not started yet."""
    programs = {"web": web(host, port), "worker": worker(), "beat": beat()}
    surroundings = environment(broker_url=broker_url, port=port)
    return [
        Child(name, program, folder=settings.BASE_DIR, environment=surroundings, console=console)
        for name, program in programs.items()
    ]


def private_broker(console: Console) -> tuple[Child, int] | None:
    """A broker of our own and its port; None where no server program exists."""
    program = next(broker.programs(), None)
    if program is None:
        return None
    port, folder = broker.free_port(), settings.VAR_DIR / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    command = broker.command(program, port=port, folder=folder)
    child = Child("broker", command, folder=folder, environment=os.environ, console=console, ends_last=True)
    return child, port

"""Everything that a running Closeloop is made of, in one terminal."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from nps_project import environment as env
from nps_project.celery import app
from nps_project.supervisor import broker, programs, summary
from nps_project.supervisor.console import Console
from nps_project.supervisor.watch import Supervisor
from team.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser

READY_SECONDS = 60.0
SAMPLE_SEED = 1


class Command(BaseCommand):
    """Prepares the database, then starts web, worker, beat and, where none is configured, a broker."""

    help = "Run web, worker and beat, with a sample program when the database is empty (environment: PORT)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address to listen on, and the size of the sample program."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--customers", type=int, default=600, help="customers in the sample program")
        parser.add_argument("--responses", type=int, default=200, help="answers in the sample program")
        parser.add_argument("--empty", action="store_true", help="load no sample program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until Ctrl-C or SIGTERM."""
        console = Console()
        refuse_taken_port(options["host"], settings.PORT)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("prepare", verbosity=0)
        if not options["empty"] and not User.objects.exists():
            console.say("The database is empty: loading a sample program…")
            call_command(
                "seed_demo", customers=options["customers"], responses=options["responses"], seed=SAMPLE_SEED
            )
        supervisor = Supervisor(console)
        supervisor.listen()
        try:
            start(supervisor, host=options["host"])
            announce(supervisor)
            supervisor.watch()
        finally:
            supervisor.end()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError with the way out when somebody listens there already."""
    with socket.socket() as probe:
        # As the web server will: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
            raise CommandError(
                f"Port {port} is taken, perhaps by a Closeloop that runs already. "
                f"Choose another: make run PORT={port + 1}"
            ) from error


def start(supervisor: Supervisor, *, host: str) -> None:
    """Start the broker if we need one, then the rest. Raises CommandError without any broker."""
    url = env.text("CELERY_BROKER_URL")
    if not url:
        private = programs.private_broker(supervisor.console)
        if private is None:
            raise CommandError(
                "No broker: set CELERY_BROKER_URL, or install redis-server or valkey-server on this machine."
            )
        child, port = private
        supervisor.add(child)
        if not broker.answers(port, within=READY_SECONDS):
            raise CommandError(f"The private broker does not answer; see {child.folder / broker.LOG}.")
        url = broker.url(port)
    app.conf.update(broker_url=url)
    # The programs open connections of their own.
    connections.close_all()
    for child in programs.children(host=host, port=settings.PORT, broker_url=url, console=supervisor.console):
        supervisor.add(child)


def announce(supervisor: Supervisor) -> None:
    """Say that all is ready, once it is."""
    supervisor.console.say("Starting…")
    if supervisor.wait_until(web_answers, seconds=READY_SECONDS) and supervisor.wait_until(
        worker_answers, seconds=READY_SECONDS
    ):
        for line in summary.lines():
            supervisor.console.say(line)
        connections.close_all()
    elif not supervisor.ending:
        supervisor.console.say("Not ready yet; the lines above say why. Trying on.")


def web_answers() -> bool:
    """Whether the web server serves pages."""
    try:
        with urlopen(f"http://127.0.0.1:{settings.PORT}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def worker_answers() -> bool:
    """Whether a worker hears the bell."""
    try:
        return bool(app.control.ping(timeout=1.0))
    except app.connection_for_read().connection_errors:
        return False

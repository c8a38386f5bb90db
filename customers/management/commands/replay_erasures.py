"""Erase again whoever a restored backup brought back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.domain import erasure_log, replaying

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Reads the log of erasures and prints what became of each."""

    help = "Erase again whoever a restored backup brought back, by the log of erasures. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which log."""
        parser.add_argument("file", nargs="?", type=Path, help=f"by default {erasure_log.NAME} in VAR_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how many."""
        file: Path = options["file"] or erasure_log.path()
        try:
            lines = erasure_log.read(file)
        except (OSError, erasure_log.NotALog) as problem:
            raise CommandError(f"{file} cannot be read: {problem}") from problem
        tally = replaying.replay(lines=lines, now=timezone.now())
        self.stdout.write(
            f"{tally[replaying.AGAIN]} erased again, {tally[replaying.ALREADY]} were erased already, "
            f"{tally[replaying.UNKNOWN]} are not in this database, "
            f"{tally[replaying.ANOTHER]} ids belong to somebody who came later."
        )

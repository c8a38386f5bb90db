"""`manage.py check_invariants`: what must be true of the tables, asked of the tables."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nps_project.invariants import INVARIANTS

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Print each invariant and the rows that break it; end with status 1 when there are any."""

    help = "Check that no row breaks what must always hold; read only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many rows of each to name."""
        parser.add_argument("--most", type=int, default=20, help="name at most so many rows of each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask each in turn, since a large table takes its time."""
        now, most, broken = timezone.now(), options["most"], []
        for invariant in INVARIANTS:
            found = invariant.find(now)
            breaches = list(islice(found, most))
            more = sum(1 for _ in found)
            self.stdout.write(f"{invariant.code:>4}  {'BROKEN' if breaches else 'holds '}  {invariant.rule}")
            for breach in breaches:
                self.stdout.write(f"        {breach.subject}: {breach.detail}")
            if more:
                self.stdout.write(f"        … and {more:,} more")
            if breaches:
                broken.append(invariant.code)
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}.")
        self.stdout.write("All hold.")

"""`manage.py seed_demo`: a made-up company's year, for looking around and for measuring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.models import Customer
from nps_project.sample import filling
from team.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Fill an empty database: what `nps_project.sample` tells."""

    help = "Load a sample program into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, and which draw of the dice."""
        parser.add_argument("--customers", type=int, default=600)
        parser.add_argument("--responses", type=int, default=200)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the people, live through a year, and say what came of it."""
        if User.objects.exists() or Customer.objects.exists():
            raise CommandError("The database is not empty: the sample would mix with what is there.")
        filled = filling.fill(
            customers=options["customers"],
            responses=options["responses"],
            seed=options["seed"],
            now=timezone.now(),
            say=self.stdout.write,
        )
        self.stdout.write(f"{filled.answers} answers. Log in as {filled.email}.")

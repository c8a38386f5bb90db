"""`manage.py seed_demo`: a made-up company's year, for looking around and for measuring."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.calendars import local_day
from customers.models import Customer
from nps_project.sample import campaigns, cast, groups, places, year
from team.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Fill an empty database. The same numbers and seed give the same people and answers on the same day."""

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
        # A sample, not a secret.
        random = Random(options["seed"])
        now = timezone.now()
        program = cast.program()
        staff = cast.staff()
        since = now - timedelta(days=365)
        today = local_day(now, ZoneInfo(program.time_zone))
        self.stdout.write(f"{options['customers']} customers …")
        cast.customers(count=options["customers"], random=random, reps=staff.reps, today=today, now=since)
        groups.gather(actor=staff.manager, now=since)
        self.stdout.write("A year of surveys …")
        running = campaigns.start(actor=staff.admin, now=since, today=today)
        year.ask(running=running, random=random, since=since, now=now)
        campaigns.reserve(campaign=running[0], actor=staff.admin, now=now)
        places.come_by(count=options["responses"] // 6, random=random, now=now)
        answers = year.answer(count=options["responses"], random=random, now=now)
        self.stdout.write(f"{answers} answers. Log in as {staff.admin.email}.")

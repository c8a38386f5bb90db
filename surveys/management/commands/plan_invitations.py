"""`manage.py plan_invitations`: the verb that the scheduler rings, once, with a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from surveys.domain import planning, reminders
from surveys.models import Campaign

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Plan the campaigns whose turn it is, or all active ones."""

    help = "Write a row for every customer who falls due within 36 hours, with the reason where not asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --all."""
        parser.add_argument("--all", action="store_true", help="plan every active campaign now, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and print one line a campaign."""
        now = timezone.now()
        if options["all"]:
            Campaign.objects.active().update(plan_due_at=now)
        done = planning.plan_due(now=now, progress=self.report)
        for campaign, planned in done.items():
            self.stdout.write(f"{campaign}: {planned.written} rows written, {planned.cancelled} cancelled")
        if not done:
            self.stdout.write("No active campaign is due for planning (--all plans all of them).")
        self.stdout.write(f"reminders written: {reminders.plan(now=now)}")

    def report(self, campaign: Campaign, done: int, total: int) -> None:
        """Print how far a campaign's planning has come."""
        if total > 1:
            self.stderr.write(f"{campaign}: slice {done} of {total}")

"""`manage.py deliver_invitations`: the verb that the scheduler rings, once, with a summary."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from surveys.domain import posting


class Command(BaseCommand):
    """Claim and send whatever is due."""

    help = "Send the invitations that are due, and settle what dead workers left behind."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reap, deliver and print what became of the rows."""
        reaped = posting.reap(now=timezone.now())
        delivered = posting.deliver(clock=timezone.now)
        self.stdout.write(f"left behind and settled: {reaped}")
        self.stdout.write(f"looked at: {delivered.examined}; " + delivered.sentence())

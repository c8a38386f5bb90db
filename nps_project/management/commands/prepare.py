"""What must be done once per start, before any process serves or works."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from nps_project import address_key


class Command(BaseCommand):
    """Migrates the database and refuses a key that is not the database's."""

    help = "Migrate, and check that ADDRESS_HASH_KEY is the one that this database was filled with."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError on another key. May be run twice and by two at once."""
        # Its own checks would refuse a wrong key too, in the words of a traceback.
        call_command("migrate", verbosity=options["verbosity"], interactive=False, skip_checks=True)
        try:
            address_key.remember()
        except address_key.KeyChanged as changed:
            raise CommandError(str(changed)) from changed

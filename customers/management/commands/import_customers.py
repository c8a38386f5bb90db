"""`manage.py import_customers FILE.csv`: what the import page does, from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from customers.domain.importing import choosing, running, suggesting, uploading
from customers.domain.importing.files import UnreadableFile
from customers.enums import ImportState

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from customers.domain.importing.mapping import Mapping
    from customers.models import ImportRun

# More rejected rows than this are read on the import's page.
SHOWN = 20


class Command(BaseCommand):
    """Reads a CSV file of customers; running it twice changes nothing."""

    help = "Import customers from a CSV file with headers of any kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --map, --empty-clears and --dry-run."""
        parser.add_argument("file", type=Path, help="the CSV file; encoding and delimiter are detected")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=TARGET[:HOW]",
            help="where a column goes, like E-Mail=email, Joined=joined_on:dmy, Plan=attribute:plan, "
            "or Notes= to leave it out; columns that are not named go where their names suggest",
        )
        parser.add_argument("--empty-clears", action="store_true", help="an empty cell clears what is stored")
        parser.add_argument("--dry-run", action="store_true", help="print the mapping and import nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, with progress on standard error and a summary."""
        try:
            with options["file"].open("rb") as file:
                run = uploading.receive(
                    file=File(file), filename=options["file"].name, started_by=None, now=timezone.now()
                )
            mapping = self._mapping(run, options["map"], empty_clears=options["empty_clears"])
        except (OSError, UnreadableFile) as error:
            raise CommandError(str(error)) from error
        self._print_mapping(run, mapping)
        if options["dry_run"] or mapping.problems():
            uploading.discard(run=run)
            self._complain(mapping)
            return
        self._import(run, mapping)

    def _mapping(self, run: ImportRun, asked: list[str], *, empty_clears: bool) -> Mapping:
        sheet = uploading.sheet_of(run)
        rows = [row for _, row in sheet.rows]
        try:
            return choosing.choose(
                suggesting.suggest(sheet.header, rows), asked, rows, empty_clears=empty_clears
            )
        except choosing.UnknownChoice as error:
            uploading.discard(run=run)
            raise CommandError(str(error)) from error

    def _print_mapping(self, run: ImportRun, mapping: Mapping) -> None:
        self.stdout.write(f"{run.filename}: {run.total:,} rows, {run.encoding}. Columns go to:")
        for column in mapping.columns:
            self.stdout.write(f"  --map {choosing.written(column)!r}")

    def _complain(self, mapping: Mapping) -> None:
        problems = mapping.problems()
        if problems:
            said = [
                f"{mapping.columns[index].header}: {text}" if index >= 0 else text
                for index, text in problems.items()
            ]
            raise CommandError("\n".join(said))

    def _import(self, run: ImportRun, mapping: Mapping) -> None:
        # In one transaction, so that no worker takes it between the two.
        with transaction.atomic():
            uploading.start(run=run, mapping=mapping, form=uploading.form_of(run), now=timezone.now())
            claimed = running.claim(now=timezone.now(), run_id=run.pk)
        if claimed is None:
            raise CommandError("Another worker has taken the import; see its page.")
        running.work(run=claimed, clock=timezone.now, report=self._progress)
        self._summarize(claimed)

    def _progress(self, run: ImportRun) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{run.done:,} of {run.total:,}", ending="")
            self.stderr.flush()

    def _summarize(self, run: ImportRun) -> None:
        run.refresh_from_db()
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            f"{run.created:,} created, {run.changed:,} changed, {run.unchanged:,} unchanged, "
            f"{run.rejected:,} rejected."
        )
        for rejection in run.rejections.all()[:SHOWN]:
            place = f"line {rejection.line}" + (f", {rejection.column}" if rejection.column else "")
            self.stdout.write(f"  {place}: {rejection.reason}")
        if run.rejected > SHOWN:
            self.stdout.write(f"  … and {run.rejected - SHOWN:,} more on the import's page.")
        if run.state != ImportState.FINISHED:
            raise CommandError(f"Stopped after {run.next_line:,} rows: {run.error}")

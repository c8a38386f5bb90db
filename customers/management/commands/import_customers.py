"""`manage.py import_customers FILE`: what the import page does, from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from customers.domain.importing import (
    choosing,
    defining,
    rehearsing,
    running,
    saving,
    suggesting,
    uploading,
)
from customers.domain.importing.files import Form, UnreadableFile
from customers.enums import ImportMode, ImportState

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from customers.domain.importing.mapping import Mapping
    from customers.models import ImportMapping, ImportRun

# More rejected rows than this are read on the import's page.
SHOWN = 20


class Plan(NamedTuple):
    """How the file is read, where its columns go, what the import may do, and what it began with."""

    form: Form
    mapping: Mapping
    mode: ImportMode
    saved: ImportMapping | None


class Command(BaseCommand):
    """Reads a CSV file or an XLSX workbook of customers; running it twice changes nothing."""

    help = "Import customers from a CSV or XLSX file with headers of any kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --sheet, --mapping, --map, --mode, --empty-clears, --save and --dry-run."""
        parser.add_argument(
            "file", type=Path, help="a CSV file or an XLSX workbook; how it is written is detected"
        )
        parser.add_argument(
            "--sheet", default="", help="a workbook's worksheet; else its first that is not empty"
        )
        parser.add_argument("--mapping", default="", metavar="NAME", help="begin with this saved mapping")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=TARGET[:HOW]",
            help="where a column goes, like E-Mail=email, Joined=joined_on:dmy, Plan=attribute:plan, "
            "or Notes= to leave it out; columns that are not named go where their names suggest",
        )
        parser.add_argument(
            "--mode", choices=ImportMode.values, help="add and update, only add, or only update"
        )
        parser.add_argument("--empty-clears", action="store_true", help="an empty cell clears what is stored")
        parser.add_argument("--save", default="", metavar="NAME", help="keep the mapping under this name")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what each row would become, and import nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, with progress on standard error and a summary."""
        try:
            run = self._received(options["file"])
        except (OSError, UnreadableFile) as error:
            raise CommandError(str(error)) from error
        try:
            plan = self._planned(run, options)
            self._print_mapping(run, plan)
            self._complain(plan.mapping)
            if options["save"]:
                self._save(plan, options["save"])
            if not options["dry_run"]:
                self._import(run, plan)
                return
            self._rehearse(run, plan)
        except (UnreadableFile, choosing.UnknownChoice) as error:
            raise CommandError(str(error)) from error
        finally:
            # Nothing is left of an upload that no import was made of.
            uploading.discard(run=run)

    def _received(self, path: Path) -> ImportRun:
        with path.open("rb") as file:
            return uploading.receive(file=File(file), filename=path.name, started_by=None, now=timezone.now())

    def _planned(self, run: ImportRun, options: dict[str, Any]) -> Plan:
        form = Form(sheet=options["sheet"]) if options["sheet"] else uploading.form_of(run)
        sheet = uploading.sheet_of(run, form)
        rows = [row for _, row in sheet.rows]
        saved = self._saved(options["mapping"], sheet.header)
        begun = (
            saving.fitted(saved, sheet.header)
            if saved
            else suggesting.suggest(sheet.header, rows, defining.known_kinds())
        )
        clears = options["empty_clears"] or begun.empty_clears
        mapping = choosing.choose(begun, options["map"], rows, empty_clears=clears)
        mode = options["mode"] or (saved.mode if saved else ImportMode.BOTH)
        return Plan(form, mapping, ImportMode(mode), saved)

    def _saved(self, name: str, header: list[str]) -> ImportMapping | None:
        if not name:
            return None
        found = next((it for it in saving.fitting(header) if it.name == name), None)
        if found is None:
            raise CommandError(f"No saved mapping “{name}” fits the columns of this file.")
        return found

    def _save(self, plan: Plan, name: str) -> None:
        saving.save(name=name, mapping=plan.mapping, mode=plan.mode, actor=None, now=timezone.now())

    def _rehearse(self, run: ImportRun, plan: Plan) -> None:
        told = rehearsing.rehearse(
            run=run,
            mapping=plan.mapping,
            form=plan.form,
            mode=plan.mode,
            clock=timezone.now,
            patience=None,
        )
        self.stdout.write(
            f"Dry run: {told.created:,} would be created, {told.changed:,} changed, "
            f"{told.unchanged:,} left as they are, {told.refused:,} rejected. Nothing was stored."
        )
        for line, column, reason in told.rejected:
            self.stdout.write(f"  line {line}{f', {column}' if column else ''}: {reason}")

    def _print_mapping(self, run: ImportRun, plan: Plan) -> None:
        written = f"worksheet “{plan.form.sheet}”" if plan.form.is_workbook else plan.form.encoding
        self.stdout.write(f"{run.filename}: {run.total:,} rows, {written}. Columns go to:")
        for note in run.notes:
            self.stdout.write(f"  {note}")
        for column in plan.mapping.columns:
            self.stdout.write(f"  --map {choosing.written(column)!r}")

    def _complain(self, mapping: Mapping) -> None:
        problems = uploading.problems_of(mapping)
        if problems:
            said = [
                f"{mapping.columns[index].header}: {text}" if index >= 0 else text
                for index, text in problems.items()
            ]
            raise CommandError("\n".join(said))

    def _import(self, run: ImportRun, plan: Plan) -> None:
        # In one transaction, so that no worker takes it between the two.
        with transaction.atomic():
            now = timezone.now()
            uploading.start(run=run, mapping=plan.mapping, form=plan.form, now=now, mode=plan.mode)
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

"""Taking a file, looking at it, and letting an import of it begin, or throwing it away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from customers.domain.importing import defining, files
from customers.domain.importing.files import Form, Sheet, UnreadableFile
from customers.enums import ImportMode, ImportState
from customers.models import ImportRun
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files import File

    from customers.domain.importing.mapping import Mapping
    from customers.domain.importing.worksheets import Census
    from team.models import User

IDLE = (ImportState.UPLOADED, ImportState.FAILED)


class Unsettled(Exception):
    """The mapping leaves something open; `problems` says what, by column."""

    def __init__(self, problems: dict[int, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def receive(*, file: File[Any], filename: str, started_by: User | None, now: datetime) -> ImportRun:
    """Store an uploaded file with what it is written in and how many rows it has.

    Raises UnreadableFile, leaving nothing behind.
    """
    if file.size > settings.IMPORT_MAX_BYTES:
        raise UnreadableFile(f"The file is larger than {settings.IMPORT_MAX_BYTES // 1024**2} MB.")
    run = ImportRun(filename=Path(filename).name[:200] or "upload.csv", started_by=started_by, created_at=now)
    run.file.save("customers", file, save=False)
    try:
        form = files.form_of(path_of(run))
        files.look(path_of(run), form, limit=1)
        census = files.count(path_of(run), form)
        if not census.rows:
            raise UnreadableFile("The file has column names but no rows.")
        run.encoding, run.delimiter, run.sheet = form.encoding, form.delimiter, form.sheet
        run.total, run.notes = census.rows, notes_of(census)
        run.save()
    except BaseException:
        run.file.delete(save=False)
        raise
    return run


def path_of(run: ImportRun) -> Path:
    """Where the uploaded file lies."""
    return Path(run.file.path)


def form_of(run: ImportRun) -> Form:
    """How the file is written, as seen at the upload or corrected since."""
    return Form(run.encoding, run.delimiter, run.sheet)


def sheet_of(run: ImportRun, form: Form | None = None) -> Sheet:
    """The head of the uploaded file. Raises UnreadableFile, also when the file is gone."""
    try:
        return files.look(path_of(run), form or form_of(run))
    except LookupError as error:
        raise UnreadableFile("There is no such encoding.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile("The uploaded file is no longer there. Upload it again.") from error


def notes_of(census: Census) -> list[str]:
    """What somebody should know of a file and cannot see in its first rows."""
    notes = []
    if census.hidden:
        rows = (
            "1 row of the worksheet is hidden and is"
            if census.hidden == 1
            else (f"{census.hidden:,} rows of the worksheet are hidden and are")
        )
        notes.append(f"{rows} imported like the others.")
    if census.unsolved:
        cells = (
            "1 cell holds a formula" if census.unsolved == 1 else f"{census.unsolved:,} cells hold formulas"
        )
        notes.append(
            f"{cells} whose result was not saved with the file, and counts as empty. To have it, open "
            "the file in your spreadsheet program, save it, and upload it again."
        )
    return notes


def sheets_of(run: ImportRun, form: Form) -> dict[str, str]:
    """A workbook's worksheets with what to call them; none for text. Raises UnreadableFile."""
    return files.sheets_of(path_of(run), form)


def problems_of(mapping: Mapping) -> dict[int, str]:
    """What must be settled before an import can start, by the column's index or WHOLE."""
    found = mapping.problems()
    return found | {it: text for it, text in defining.problems(mapping).items() if it not in found}


def check(mapping: Mapping) -> None:
    """Raises Unsettled for a mapping that leaves something open."""
    if problems := problems_of(mapping):
        raise Unsettled(problems)


def start(
    *,
    run: ImportRun,
    mapping: Mapping,
    form: Form,
    now: datetime,
    mode: ImportMode = ImportMode.BOTH,
) -> bool:
    """Let the workers have it, and define the attributes that it brings. False when it has begun already.

    Raises Unsettled, and UnreadableFile when the file does not read to its end in this form.
    """
    check(mapping)
    total = run.total if form == form_of(run) else files.count(path_of(run), form).rows
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.UPLOADED)
    with transaction.atomic():
        started = waiting.update(
            state=ImportState.QUEUED,
            mapping=mapping.to_json(),
            mode=mode,
            encoding=form.encoding,
            delimiter=form.delimiter,
            sheet=form.sheet,
            total=total,
        )
        if started:
            defining.define(mapping, now=now)
            facts = {"file": run.filename, "rows": total, "mode": mode.value}
            audit.log(actor=run.started_by, action="import.started", subject=run, now=now, changes=facts)
    return started == 1


def stop(*, run: ImportRun, actor: User, now: datetime) -> bool:
    """End a queued or running import after the slice that is being written. False when it is over."""
    going = ImportRun.objects.filter(pk=run.pk, state__in=[ImportState.QUEUED, ImportState.RUNNING])
    return going.update(state=ImportState.FAILED, error=f"Stopped by {actor}.", finished_at=now) == 1


def resume(*, run: ImportRun) -> bool:
    """Let a stopped import go on where it ended. False when it is not stopped."""
    stopped = ImportRun.objects.filter(pk=run.pk, state=ImportState.FAILED)
    return stopped.update(state=ImportState.QUEUED, error="", finished_at=None, lease_until=None) == 1


def discard(*, run: ImportRun) -> bool:
    """Forget an upload that no import was made of, file and all. False when one was."""
    with transaction.atomic():
        deleted, _ = ImportRun.objects.filter(pk=run.pk, state=ImportState.UPLOADED).delete()
        if deleted:
            transaction.on_commit(lambda: run.file.delete(save=False))
    return bool(deleted)

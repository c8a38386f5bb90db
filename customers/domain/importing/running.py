"""Running an import in slices: rows, counters and the place to go on are written together or not at all."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Q

from customers.domain import intake
from customers.domain.importing import batches, files
from customers.domain.importing.mapping import Mapping
from customers.domain.importing.uploading import form_of, path_of
from customers.enums import ImportMode, ImportState, Source
from customers.models import ImportRejection, ImportRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from customers.domain.facts import Facts, InvalidFacts
    from customers.domain.intake import Intake

    Clock = Callable[[], datetime]
    Rows = Iterator[tuple[int, list[str]]]

log = logging.getLogger(__name__)
SLICE = 500
# Longer than a slice takes by far; a worker that died is followed by another after this.
LEASE = timedelta(minutes=1)
# What a rejection keeps of a cell: enough to find and mend the row.
KEPT_OF_A_CELL = 500


class Overtaken(Exception):
    """Another worker has the import, or somebody stopped it."""


@dataclass(slots=True)
class Tally:
    """What one slice did."""

    rows: int = 0
    outcomes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("created", "changed", "unchanged"), 0)
    )
    rejections: list[ImportRejection] = field(default_factory=list)
    last_line: int = 0
    is_last: bool = False
    error: str = ""


def run_waiting(*, clock: Clock, budget: timedelta) -> int:
    """Work on queued and abandoned imports until none is left or the time is up; returns how many."""
    until, taken = clock() + budget, 0
    while clock() < until and (run := claim(now=clock())) is not None:
        taken += 1
        work(run=run, clock=clock, until=until)
    return taken


def claim(*, now: datetime, run_id: int | None = None) -> ImportRun | None:
    """Take the oldest import that waits or was abandoned, or this one; None when there is none to take."""
    free = Q(state=ImportState.QUEUED) | Q(state=ImportState.RUNNING, lease_until__lte=now)
    waiting = ImportRun.objects.filter(free).order_by("pk")
    if run_id is not None:
        waiting = waiting.filter(pk=run_id)
    for run in waiting:
        # The lease that we saw is part of the guard: of two workers one changes the row.
        seen = ImportRun.objects.filter(free, pk=run.pk, lease_until=run.lease_until)
        if seen.update(state=ImportState.RUNNING, lease_until=now + LEASE, started_at=run.started_at or now):
            run.refresh_from_db()
            return run
    return None


def work(
    *,
    run: ImportRun,
    clock: Clock,
    until: datetime | None = None,
    report: Callable[[ImportRun], None] | None = None,
) -> None:
    """Import a claimed run from where it stands, to its end or until the time is up.

    `report` is called after each slice with the run as it is then.
    """
    mapping = Mapping.from_json(run.mapping)
    try:
        rows = files.data_rows(path_of(run), form_of(run), done=run.next_line, last_line=run.last_line)
        while run.state == ImportState.RUNNING:
            # One slice at least: a long file may take its time to be found the place in.
            _slice(run, rows, mapping, now=clock())
            if report:
                report(run)
            if until is not None and clock() >= until:
                break
        _hand_back(run, now=clock())
    except Overtaken:
        log.info("Import %s is in other hands.", run.pk)
    except (*files.Broken, OSError, ValueError, LookupError) as error:
        _fail(run, f"The file cannot be read: {error}", now=clock())
    except (DataError, IntegrityError):
        log.exception("Import %s broke off after %s rows.", run.pk, run.next_line)
        _fail(run, f"The database refused rows after the first {run.next_line:,}.", now=clock())


def _slice(run: ImportRun, rows: Rows, mapping: Mapping, *, now: datetime) -> None:
    tally = Tally()
    batch = list(_until_it_breaks(islice(rows, SLICE), tally))
    with transaction.atomic():
        mine = ImportRun.objects.select_for_update().filter(
            pk=run.pk, state=ImportState.RUNNING, next_line=run.next_line, lease_until=run.lease_until
        )
        if not mine.exists():
            raise Overtaken
        _take(run, batch, mapping, tally, now=now)
        _advance(run, tally, now=now)
    run.refresh_from_db()


def _until_it_breaks(rows: Rows, tally: Tally) -> Rows:
    """The rows that can be read: those before a broken one are taken all the same."""
    try:
        yield from rows
    except files.Broken as error:
        tally.error = f"The file cannot be read on. {error}"


def _take(
    run: ImportRun, batch: list[tuple[int, list[str]]], mapping: Mapping, tally: Tally, *, now: datetime
) -> None:
    absorb = partial(_absorb, source=Source.IMPORT, now=now, mode=ImportMode(run.mode))
    for result in batches.take(batch, mapping, absorb):
        if result.outcome == batches.REJECTED:
            tally.rejections.append(_rejection(run, mapping, result))
        else:
            tally.outcomes[result.outcome] += 1
    tally.rows, tally.is_last = len(batch), len(batch) < SLICE
    tally.last_line = batch[-1][0] if batch else run.last_line
    ImportRejection.objects.bulk_create(tally.rejections)


def _absorb(
    told: list[Facts], *, source: Source, now: datetime, mode: ImportMode
) -> list[Intake | InvalidFacts]:
    return intake.absorb(batch=told, source=source, now=now, mode=mode)


def _advance(run: ImportRun, tally: Tally, *, now: datetime) -> None:
    state = ImportState.RUNNING
    if tally.error:
        state = ImportState.FAILED
    elif tally.is_last:
        state = ImportState.FINISHED
    if state == ImportState.FINISHED:
        # An estimate until now: a workbook's rows may hold nothing but blanks.
        ImportRun.objects.filter(pk=run.pk).update(total=F("next_line") + tally.rows)
    ImportRun.objects.filter(pk=run.pk).update(
        next_line=F("next_line") + tally.rows,
        last_line=tally.last_line,
        rejected=F("rejected") + len(tally.rejections),
        **{name: F(name) + number for name, number in tally.outcomes.items()},
        state=state,
        error=tally.error[:500],
        lease_until=now + LEASE,
        finished_at=None if state == ImportState.RUNNING else now,
    )
    if state == ImportState.FINISHED:
        # The rows are ours now, the rejected ones are kept: nobody's data lies about twice.
        transaction.on_commit(lambda: run.file.delete(save=False))


def _rejection(run: ImportRun, mapping: Mapping, result: batches.Result) -> ImportRejection:
    return ImportRejection(
        run=run,
        line=result.line,
        column=result.column(mapping)[:200],
        reason=result.reason[:300],
        row=[str(cell)[:KEPT_OF_A_CELL] for cell in result.row],
        customers=list(result.customers),
    )


def _hand_back(run: ImportRun, *, now: datetime) -> None:
    """The time is up: whoever rings next goes on."""
    mine = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING, lease_until=run.lease_until)
    mine.update(lease_until=now)


def _fail(run: ImportRun, error: str, *, now: datetime) -> None:
    mine = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING, lease_until=run.lease_until)
    mine.update(state=ImportState.FAILED, error=error[:500], finished_at=now)

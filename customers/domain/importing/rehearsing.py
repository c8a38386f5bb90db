"""A dry run: what an import of this file would do, found by doing it and taking it back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from customers.domain import intake
from customers.domain.facts import InvalidFacts
from customers.domain.importing import batches, files
from customers.domain.importing.batches import REJECTED, Result
from customers.domain.importing.files import UnreadableFile
from customers.domain.importing.uploading import check, path_of
from customers.enums import ImportMode, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from customers.domain.facts import Facts
    from customers.domain.importing.files import Form
    from customers.domain.importing.mapping import Mapping
    from customers.domain.intake import Intake
    from customers.models import ImportRun

SLICE = 500
SHOWN = 5
# As long as somebody waits for a page.
PATIENCE = timedelta(seconds=8)


@dataclass(slots=True)
class Rehearsal:
    """How many rows would be created, changed, left as they are, rejected; the first that are rejected."""

    total: int
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def created(self) -> int:
        """Rows of somebody new."""
        return self.outcomes["created"]

    @property
    def changed(self) -> int:
        """Rows with news of somebody known."""
        return self.outcomes["changed"]

    @property
    def unchanged(self) -> int:
        """Rows that say what is stored already."""
        return self.outcomes["unchanged"]

    @property
    def refused(self) -> int:
        """Rows that would be rejected."""
        return self.outcomes[REJECTED]

    @property
    def looked_at(self) -> int:
        """How many rows the time was enough for."""
        return self.outcomes.total()

    @property
    def is_whole(self) -> bool:
        """Whether that is the whole file."""
        return self.looked_at >= self.total


def rehearse(
    *,
    run: ImportRun,
    mapping: Mapping,
    form: Form,
    mode: ImportMode,
    clock: Callable[[], datetime],
    patience: timedelta | None = PATIENCE,
) -> Rehearsal:
    """Try the file's rows, all of them or as many as the time allows; nothing is stored.

    Rows of different slices do not see each other: who would be new twice is counted as changed the
    second time. Raises Unsettled, and UnreadableFile for a file that breaks off.
    """
    check(mapping)
    total = files.count(path_of(run), form).rows
    found, seen, until = Rehearsal(total), set[str](), clock() + patience if patience else None
    rows = files.data_rows(path_of(run), form)
    try:
        while (batch := list(islice(rows, SLICE))) and (until is None or clock() < until):
            absorb = partial(_absorb, seen=seen, mode=mode, now=clock())
            _note(found, batches.take(batch, mapping, absorb), mapping)
    except files.Broken as error:
        raise UnreadableFile(str(error)) from error
    return found


def _absorb(
    told: list[Facts], *, seen: set[str], mode: ImportMode, now: datetime
) -> list[Intake | InvalidFacts]:
    outcomes = intake.rehearse(batch=told, source=Source.IMPORT, now=now, mode=mode)
    for number, (facts, outcome) in enumerate(zip(told, outcomes, strict=True)):
        if not isinstance(outcome, intake.Intake) or outcome.outcome != "created":
            continue
        names = {it for it in (facts.canonical_email, facts.external_id and f"#{facts.external_id}") if it}
        if names & seen:
            outcomes[number] = _again(outcome, mode)
        seen |= names
    return outcomes


def _again(outcome: Intake, mode: ImportMode) -> Intake | InvalidFacts:
    """What becomes of a row whose customer an earlier slice of the same file would have made."""
    if mode == ImportMode.CREATE:
        return InvalidFacts({"": "An earlier row adds them: this import only adds new customers."})
    return intake.Intake(outcome.customer, "changed")


def _note(found: Rehearsal, results: list[Result], mapping: Mapping) -> None:
    found.outcomes.update(result.outcome for result in results)
    rejected = sorted(result for result in results if result.outcome == REJECTED)
    for result in rejected[: SHOWN - len(found.rejected)]:
        found.rejected.append((result.line, result.column(mapping), result.reason))

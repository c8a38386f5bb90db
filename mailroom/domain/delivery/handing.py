"""Handing claimed rows over: the attempt goes on record before the first byte leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic

from django.db.models import F

from mailroom.domain.delivery.insisting import insist
from mailroom.domain.delivery.mailbag import Row, Unbuildable
from mailroom.domain.delivery.outcomes import Change, Tally, change_for, conclude, postponed, rows_of
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import Cause, OutboxState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from mailroom.domain.delivery.mailbag import Mailbag
    from mailroom.domain.transports import Transport

# As many rows become `unknown` at most when a worker is killed.
_CHUNK: Final = 25
# One letter may make a server fall silent; three in a row mean that the server is to blame.
_SILENCES: Final = 3

_UNTOUCHED: Final = Change(OutboxState.PLANNED)
_INTERRUPTED: Final = Verdict(Kind.UNKNOWN, "The worker was stopped while it handed this over.")


def _always() -> bool:
    return True


def hand_over(
    *,
    mailbag: Mailbag[Row],
    token: UUID,
    transport: Transport,
    clock: Callable[[], datetime],
    is_time_left: Callable[[], bool] = _always,
) -> Tally:
    """Send the rows of a claim, outside any transaction; returns how many reached which state.

    Stops early, and gives the rest back unharmed, when `is_time_left` says no (asked before every
    letter) or when the transport fails everybody.
    """
    claimed = rows_of(mailbag).claimed_by(token).filter(attempt_started_at=None)
    rows = list(claimed.lean().order_by("pk"))
    run = _Run(mailbag, token, transport, clock, is_time_left)
    for start in range(0, len(rows), _CHUNK):
        if run.is_over():
            run.release(rows[start:])
            break
        run.hand_over(rows[start : start + _CHUNK])
    return run.tally


@dataclass
class _Run(Generic[Row]):
    """One claim on its way out."""

    mailbag: Mailbag[Row]
    token: UUID
    transport: Transport
    clock: Callable[[], datetime]
    is_time_left: Callable[[], bool]
    tally: Tally = field(default_factory=Counter)
    silences: int = 0
    obstacle: Verdict | None = None

    def is_over(self) -> bool:
        """Whether the next letter should not be begun."""
        return self.obstacle is not None or not self.is_time_left()

    def hand_over(self, rows: Sequence[Row]) -> None:
        """Begin, send and conclude one chunk."""
        begun = self._begin(rows, now=self.clock())
        if len(begun) < len(rows):
            self._put_aside([row for row in rows if row.attempt_started_at is None])
        if begun:
            self._send(begun)

    def release(self, rows: Sequence[Row]) -> None:
        """Give back rows of which no attempt was begun."""
        now = self.clock()
        change = postponed(self.obstacle, now=now) if self.obstacle else _UNTOUCHED
        untouched = Change(change.state, change.reason, change.last_error, change.send_after)
        self._conclude({untouched: rows}, now=now)

    def _begin(self, rows: Sequence[Row], *, now: datetime) -> list[Row]:
        """Put the attempt on record, in a commit of its own; the rows that may now go on the wire."""
        held = rows_of(self.mailbag).claimed_by(self.token).filter(pk__in=[row.pk for row in rows])
        sendable = self.mailbag.sendable(held.filter(attempt_started_at=None))
        # One statement locks its rows in an order of its own, so others who hold some may deadlock with it.
        begun = insist(lambda: sendable.update(attempt_started_at=now, attempts=F("attempts") + 1))
        if begun == len(rows):
            mine = {row.pk for row in rows}
        else:
            mine = set(held.filter(attempt_started_at=now).values_list("pk", flat=True))
        for row in rows:
            if row.pk in mine:
                row.attempt_started_at, row.attempts = now, row.attempts + 1
        return [row for row in rows if row.pk in mine]

    def _put_aside(self, rows: Sequence[Row]) -> None:
        """Those whose contact refused since the claim are skipped; others may be judged once more."""
        reasons = self.mailbag.refusals(rows)
        changes: dict[Change, list[Row]] = defaultdict(list)
        for row in rows:
            change = Change(OutboxState.SKIPPED, reasons[row.pk]) if row.pk in reasons else _UNTOUCHED
            changes[change].append(row)
        self._conclude(changes, now=self.clock())

    def _send(self, rows: Sequence[Row]) -> None:
        verdicts: dict[int, Verdict] = {}
        unbuildable: dict[int, str] = {}
        try:
            for row, letter in zip(rows, self.mailbag.compose(rows), strict=True):
                if self.is_over():
                    break
                if letter is None:
                    continue
                if isinstance(letter, Unbuildable):
                    unbuildable[row.pk] = letter.problem
                    continue
                # Whatever ends this process from here on leaves the outcome open.
                verdicts[row.pk] = _INTERRUPTED
                verdicts[row.pk] = self.transport.send(letter)
                self._learn(verdicts[row.pk])
        finally:
            self._write(rows, verdicts, unbuildable)

    def _learn(self, verdict: Verdict) -> None:
        self.silences = self.silences + 1 if verdict.is_silence else 0
        if verdict.for_all or self.silences >= _SILENCES:
            self.obstacle = verdict

    def _write(self, rows: Sequence[Row], verdicts: dict[int, Verdict], unbuildable: dict[int, str]) -> None:
        now = self.clock()
        idle = postponed(self.obstacle, now=now) if self.obstacle else _unharmed()
        changes: dict[Change, list[Row]] = defaultdict(list)
        for row in rows:
            if row.pk in unbuildable:
                change = Change(OutboxState.FAILED, Cause.BAD_ROW, unbuildable[row.pk])
            elif row.pk in verdicts:
                change = change_for(verdicts[row.pk], attempts=row.attempts, now=now)
            else:
                change = idle
            changes[change].append(row)
        self._conclude(changes, now=now, message_ids={pk: each.message_id for pk, each in verdicts.items()})

    def _conclude(
        self,
        changes: Mapping[Change, Sequence[Row]],
        *,
        now: datetime,
        message_ids: dict[int, str] | None = None,
    ) -> None:
        self.tally += insist(
            lambda: conclude(
                mailbag=self.mailbag, token=self.token, changes=changes, now=now, message_ids=message_ids
            )
        )


def _unharmed() -> Change:
    return Change(OutboxState.PLANNED, is_attempt=False)

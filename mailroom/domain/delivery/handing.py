"""Handing claimed rows over: the attempt goes on record before the first byte leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic

from django.db import transaction
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

    from django.db.models import QuerySet

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
    rows = list(mailbag.loaded(claimed).order_by("pk"))
    run = _Run(mailbag, token, transport, clock, is_time_left)
    run.hand_over([rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)])
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

    @cached_property
    def sendable(self) -> QuerySet[Row]:
        """What of the claim may begin when it is asked for; put together once, since that takes longest."""
        return self.mailbag.sendable(
            rows_of(self.mailbag).claimed_by(self.token).filter(attempt_started_at=None)
        )

    def is_over(self) -> bool:
        """Whether the next letter should not be begun."""
        return self.obstacle is not None or not self.is_time_left()

    def hand_over(self, chunks: Sequence[Sequence[Row]]) -> None:
        """Begin, send and conclude chunk after chunk; give back what is not begun in time.

        One commit for each chunk: it writes the outcome down and puts the next attempts on record.
        """
        begun: list[Row] | None = None
        for place, rows in enumerate(chunks):
            if begun is None:
                if self.is_over():
                    self.release([row for chunk in chunks[place:] for row in chunk])
                    return
                begun = self._begin(rows)
            if len(begun) < len(rows):
                self._put_aside([row for row in rows if row.attempt_started_at is None])
            following = chunks[place + 1] if place + 1 < len(chunks) else []
            begun = self._send(begun, following) if begun else None

    def release(self, rows: Sequence[Row]) -> None:
        """Give back rows of which no attempt was begun."""
        now = self.clock()
        change = postponed(self.obstacle, now=now) if self.obstacle else _UNTOUCHED
        untouched = Change(change.state, change.reason, change.last_error, change.send_after)
        self._conclude({untouched: rows}, now=now)

    def _begin(self, rows: Sequence[Row]) -> list[Row]:
        """Put the attempt on record, in a commit of its own; the rows that may now go on the wire."""
        now = self.clock()
        # One statement locks its rows in an order of its own, so others who hold some may deadlock with it.
        return _marked(rows, insist(lambda: self._record(rows, now)), now)

    def _record(self, rows: Sequence[Row], now: datetime) -> set[int]:
        """The attempts of those that may go; their keys."""
        keys = [row.pk for row in rows]
        sendable = self.sendable.filter(pk__in=keys)
        if sendable.update(attempt_started_at=now, attempts=F("attempts") + 1) == len(rows):
            return set(keys)
        held = rows_of(self.mailbag).claimed_by(self.token).filter(pk__in=keys)
        return set(held.filter(attempt_started_at=now).values_list("pk", flat=True))

    def _put_aside(self, rows: Sequence[Row]) -> None:
        """Those whose contact refused since the claim are skipped; others may be judged once more."""
        self._conclude({_UNTOUCHED: rows}, now=self.clock())

    def _send(self, rows: Sequence[Row], following: Sequence[Row]) -> list[Row] | None:
        """Send these and write down what came of them; the rows of the next chunk that were begun with it."""
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
        except BaseException:
            self._write(rows, verdicts, unbuildable, [])
            raise
        return self._write(rows, verdicts, unbuildable, [] if self.is_over() else following)

    def _learn(self, verdict: Verdict) -> None:
        self.silences = self.silences + 1 if verdict.is_silence else 0
        if verdict.for_all or self.silences >= _SILENCES:
            self.obstacle = verdict

    def _write(
        self,
        rows: Sequence[Row],
        verdicts: dict[int, Verdict],
        unbuildable: dict[int, str],
        following: Sequence[Row],
    ) -> list[Row] | None:
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
        names = {pk: each.message_id for pk, each in verdicts.items()}
        return self._conclude(changes, now=now, message_ids=names, following=following)

    def _conclude(
        self,
        changes: Mapping[Change, Sequence[Row]],
        *,
        now: datetime,
        message_ids: dict[int, str] | None = None,
        following: Sequence[Row] = (),
    ) -> list[Row] | None:
        """One transaction; with it the next attempts go on record, unless there are none: then None."""

        def write() -> tuple[Tally, set[int]]:
            with transaction.atomic():
                # Before the outcome: that locks contacts, and rows are locked before contacts everywhere.
                begun = self._record(following, now) if following else set()
                tally = conclude(
                    mailbag=self.mailbag, token=self.token, changes=changes, now=now, message_ids=message_ids
                )
            return tally, begun

        tally, begun = insist(write)
        self.tally += tally
        return _marked(following, begun, now) if following else None


def _marked(rows: Sequence[Row], begun: set[int], now: datetime) -> list[Row]:
    """Those whose attempt is on record, with it."""
    for row in rows:
        if row.pk in begun:
            row.attempt_started_at, row.attempts = now, row.attempts + 1
    return [row for row in rows if row.pk in begun]


def _unharmed() -> Change:
    return Change(OutboxState.PLANNED, is_attempt=False)

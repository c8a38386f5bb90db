"""The state table of an outbox row after its claim: what each verdict makes of it."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Generic

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from mailroom.domain.delivery.mailbag import Row
from mailroom.domain.transports import Kind
from mailroom.enums import Cause, OutboxState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from mailroom.domain.delivery.mailbag import Mailbag
    from mailroom.domain.transports import Verdict
    from mailroom.querysets import OutboxQuerySet

logger = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 5

# How many rows reached which state.
Tally = Counter[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a claimed row. `is_attempt` is false where nothing of it was handed over."""

    state: OutboxState
    reason: str = ""
    last_error: str = ""
    send_after: datetime | None = None
    is_attempt: bool = True

    def columns(self, now: datetime) -> dict[str, Any]:
        """The columns of the UPDATE."""
        columns: dict[str, Any] = {"state": self.state, "reason": self.reason}
        if self.state == OutboxState.SENT:
            columns |= {"sent_at": now}
        if self.state == OutboxState.PLANNED:
            columns |= {"claim_token": None, "claimed_at": None, "attempt_started_at": self._last_attempt()}
        if self.state != OutboxState.SKIPPED:
            columns |= {"last_error": self.last_error[:500]}
        if self.send_after is not None:
            columns |= {"send_after": self.send_after}
        if not self.is_attempt:
            columns |= {"attempts": F("attempts") - 1}
        return columns

    def _last_attempt(self) -> Case:
        """When the row was last tried, since limits count attempts; None for one that never was.

        An earlier attempt's instant went with the claim: the claim's own stands for it.
        """
        tried = Q(attempts__gt=0 if self.is_attempt else 1)
        return Case(When(tried, then=Coalesce(F("attempt_started_at"), F("claimed_at"))))


def change_for(verdict: Verdict, *, attempts: int, now: datetime) -> Change:
    """What a verdict makes of a row; `attempts` counts this one."""
    if verdict.kind is Kind.ACCEPTED:
        return Change(OutboxState.SENT)
    if verdict.kind is Kind.UNKNOWN:
        return Change(OutboxState.UNKNOWN, last_error=verdict.detail)
    if verdict.kind is Kind.REFUSED or (attempts >= MAX_ATTEMPTS and not verdict.for_all):
        return Change(OutboxState.FAILED, last_error=verdict.detail)
    if verdict.for_all:
        return postponed(verdict, now=now)
    wait = timedelta(seconds=settings.RETRY_BASE_SECONDS * 2 ** (attempts - 1))
    return Change(OutboxState.PLANNED, Cause.RETRY, verdict.detail, now + wait)


def postponed(verdict: Verdict, *, now: datetime) -> Change:
    """The service fails everybody: wait a little, and do not hold it against the row."""
    wait = timedelta(seconds=settings.RETRY_BASE_SECONDS)
    return Change(OutboxState.PLANNED, Cause.RETRY, verdict.detail, now + wait, is_attempt=False)


def rows_of(mailbag: Mailbag[Row]) -> OutboxQuerySet[Row]:
    """All rows of the room."""
    rows: OutboxQuerySet[Row] = mailbag.model._default_manager.all()  # type: ignore[assignment]  # every outbox row's manager comes from this queryset
    return rows


def conclude(
    *,
    mailbag: Mailbag[Row],
    token: UUID,
    changes: Mapping[Change, Sequence[Row]],
    now: datetime,
    message_ids: Mapping[int, str] | None = None,
) -> Tally:
    """Write changes of rows that this claim still holds, and let the room settle; one transaction.

    Whoever has lost its claim (a reaper took the rows) changes nothing; that is logged.
    """
    conclusion = _Conclusion(mailbag, token, now, message_ids or {})
    try:
        return conclusion.write(changes)
    except _ClaimLost:
        with transaction.atomic():
            return conclusion.write(conclusion.still_held(changes))


class _ClaimLost(Exception):
    """Fewer rows changed than were to change."""


@dataclass(frozen=True, slots=True)
class _Conclusion(Generic[Row]):
    mailbag: Mailbag[Row]
    token: UUID
    now: datetime
    message_ids: Mapping[int, str]

    def write(self, changes: Mapping[Change, Sequence[Row]]) -> Tally:
        """All of them or none. Raises _ClaimLost."""
        tally: Tally = Counter()
        outcome: dict[OutboxState, list[Row]] = defaultdict(list)
        with transaction.atomic():
            for change, rows in self._without_refused(changes).items():
                columns = change.columns(self.now)
                if change.state == OutboxState.SENT:
                    columns["provider_message_id"] = self._names(rows)
                if self._held(rows).update(**columns) != len(rows):
                    raise _ClaimLost
                tally[change.state] += len(rows)
                outcome[change.state] += rows
            self.mailbag.settle(outcome, now=self.now)
        return tally

    def still_held(self, changes: Mapping[Change, Sequence[Row]]) -> dict[Change, list[Row]]:
        """The changes of rows that are this claim's, and stay so until the transaction ends."""
        wanted = [row for rows in changes.values() for row in rows]
        held = set(self._held(wanted).select_for_update(no_key=True).values_list("pk", flat=True))
        lost = [row.pk for row in wanted if row.pk not in held]
        logger.warning("%d rows of claim %s were no longer ours: %s", len(lost), self.token, lost)
        kept = {change: [row for row in rows if row.pk in held] for change, rows in changes.items()}
        return {change: rows for change, rows in kept.items() if rows}

    def _without_refused(self, changes: Mapping[Change, Sequence[Row]]) -> Mapping[Change, Sequence[Row]]:
        """What would be planned again, but is over by now, is skipped instead."""
        again = [
            row for change, rows in changes.items() if change.state == OutboxState.PLANNED for row in rows
        ]
        reasons = self.mailbag.refusals(again) if again else {}
        if not reasons:
            return changes
        sorted_: dict[Change, list[Row]] = defaultdict(list)
        for change, rows in changes.items():
            for row in rows:
                is_over = change.state == OutboxState.PLANNED and row.pk in reasons
                sorted_[Change(OutboxState.SKIPPED, reasons[row.pk]) if is_over else change].append(row)
        return sorted_

    def _held(self, rows: Sequence[Row]) -> OutboxQuerySet[Row]:
        held: OutboxQuerySet[Row] = rows_of(self.mailbag).claimed_by(self.token)
        return held.filter(pk__in=[row.pk for row in rows])

    def _names(self, rows: Sequence[Row]) -> RawSQL:
        # Twenty-five When() cost ten times as much to compile as the UPDATE takes to run.
        branches = " ".join(["WHEN %s THEN %s"] * len(rows))
        key = connection.ops.quote_name(self.mailbag.model._meta.pk.attname)
        names = [value for row in rows for value in (row.pk, self.message_ids.get(row.pk, "")[:255])]
        return RawSQL(f"CASE {key} {branches} ELSE '' END", names)  # noqa: S611  # no value is in the text

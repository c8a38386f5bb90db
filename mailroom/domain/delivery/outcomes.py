"""The state table of an outbox row after its claim: what each verdict makes of it."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, F, Value, When

from mailroom.domain.transports import Kind
from mailroom.enums import Cause, OutboxState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from mailroom.domain.delivery.mailbag import Mailbag, Row
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
            columns |= {"claim_token": None, "claimed_at": None, "attempt_started_at": None}
        if self.state != OutboxState.SKIPPED:
            columns |= {"last_error": self.last_error[:500]}
        if self.send_after is not None:
            columns |= {"send_after": self.send_after}
        if not self.is_attempt:
            columns |= {"attempts": F("attempts") - 1}
        return columns


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
    wanted = {row.pk for rows in changes.values() for row in rows}
    tally: Tally = Counter()
    outcome: dict[OutboxState, list[Row]] = defaultdict(list)
    with transaction.atomic():
        held = rows_of(mailbag).claimed_by(token).filter(pk__in=wanted)
        mine = set(held.select_for_update().values_list("pk", flat=True))
        for change, rows in changes.items():
            kept = [row for row in rows if row.pk in mine]
            columns = change.columns(now) | _named(change, kept, message_ids or {})
            tally[change.state] += (
                held.filter(pk__in=[row.pk for row in kept]).update(**columns) if kept else 0
            )
            outcome[change.state] += kept
        mailbag.settle(outcome, now=now)
    if lost := wanted - mine:
        logger.warning("%d rows of claim %s were no longer ours: %s", len(lost), token, sorted(lost))
    return tally


def _named(change: Change, rows: Sequence[Row], message_ids: Mapping[int, str]) -> dict[str, Any]:
    if change.state != OutboxState.SENT:
        return {}
    names = [When(pk=row.pk, then=Value(message_ids.get(row.pk, "")[:255])) for row in rows]
    return {"provider_message_id": Case(*names, default=Value(""), output_field=CharField())}

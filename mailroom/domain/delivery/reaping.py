"""Settling rows whose worker is gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from django.db import transaction

from mailroom.domain.delivery.outcomes import Change, Tally, conclude, rows_of
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from mailroom.domain.delivery.mailbag import Mailbag, Row

_SLICE: Final = 500

_UNTOUCHED: Final = Change(OutboxState.PLANNED)
_OPEN: Final = Change(
    OutboxState.UNKNOWN, last_error="The worker stopped before it could write down what became of this."
)


def reap(*, mailbag: Mailbag[Row], now: datetime, lease: timedelta) -> Tally:
    """End claims that are older than the lease; returns how many rows reached which state.

    No attempt on record: planned again, nothing was sent. An attempt on record: `unknown`, because
    the other side may have taken it. Never sent again by machine.
    """
    tally: Tally = Counter()
    while ended := _end(mailbag, now=now, before=now - lease):
        tally += ended
    return tally


def _end(mailbag: Mailbag[Row], *, now: datetime, before: datetime) -> Tally:
    """One slice, one transaction."""
    tally: Tally = Counter()
    with transaction.atomic():
        # Read under the lock: a worker that is slow, not gone, may be beginning an attempt just now. What
        # it has locked itself is its own to conclude.
        behind = rows_of(mailbag).left_behind(before=before).order_by("pk")
        behind = behind.select_for_update(no_key=True, skip_locked=True)
        claims: dict[UUID, dict[Change, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in behind[:_SLICE]:
            change = _UNTOUCHED if row.attempt_started_at is None else _OPEN
            claims[row.claim_token][change].append(row)
        for token, changes in claims.items():
            tally += conclude(mailbag=mailbag, token=token, changes=changes, now=now)
    return tally

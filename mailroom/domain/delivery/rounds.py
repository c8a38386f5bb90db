"""Claim and hand over, batch by batch, until nothing is due: what a rung worker does with one kind of row."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

from mailroom.domain import transports
from mailroom.domain.delivery.handing import hand_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from uuid import UUID

    from mailroom.domain.delivery.mailbag import Mailbag, Row
    from mailroom.domain.delivery.outcomes import Tally
    from mailroom.domain.transports import Transport


class Claimed(Protocol):
    """What one claim did: `examined` rows were looked at, `claimed` of them are the token's now."""

    @property
    def token(self) -> UUID: ...

    @property
    def examined(self) -> int: ...

    @property
    def claimed(self) -> int: ...


def deliver_all(
    *,
    mailbag: Mailbag[Row],
    claim: Callable[[], Claimed],
    clock: Callable[[], datetime],
    budget: timedelta,
) -> Tally:
    """Claim and send until a claim finds nothing or the budget is spent; how many reached which state.

    One connection, opened at the first mail. A claim must leave no row that it looked at due.
    """
    tally: Tally = Counter()
    until = clock() + budget
    transport: Transport | None = None
    with ExitStack() as stack:
        while (taken := claim()).examined:
            if taken.claimed:
                transport = transport or stack.enter_context(transports.open_transport())
                tally += hand_over(
                    mailbag=mailbag,
                    token=taken.token,
                    transport=transport,
                    clock=clock,
                    is_time_left=lambda: clock() < until,
                )
            if clock() >= until:
                break
    return tally

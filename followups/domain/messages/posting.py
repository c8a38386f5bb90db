"""Claim and send messages until none is due: what the worker does when it is rung."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from followups.domain.messages import claiming
from followups.domain.messages.mailbag import MessageMailbag
from mailroom.domain import delivery, transports
from surveys.domain.claiming import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailroom.domain.delivery import Tally
    from mailroom.domain.transports import Transport

# Below the task's soft limit, so that a rung worker ends between two batches.
BUDGET = timedelta(seconds=120)


def deliver(*, clock: Callable[[], datetime], limit: int = BATCH, budget: timedelta = BUDGET) -> Tally:
    """Claim and hand over, batch by batch on one connection, until nothing is due or the budget is spent."""
    tally: Tally = Counter()
    until, bag = clock() + budget, MessageMailbag()
    transport: Transport | None = None
    with ExitStack() as stack:
        while (taken := claiming.claim(now=clock(), limit=limit)).examined:
            if taken.claimed:
                transport = transport or stack.enter_context(transports.open_transport())
                tally += delivery.hand_over(
                    mailbag=bag,
                    token=taken.token,
                    transport=transport,
                    clock=clock,
                    is_time_left=lambda: clock() < until,
                )
            if clock() >= until:
                break
    return tally


def reap(*, now: datetime) -> int:
    """Settle what dead workers left behind; returns how many rows."""
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    return delivery.reap(mailbag=MessageMailbag(), now=now, lease=lease).total()

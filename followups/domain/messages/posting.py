"""Claim and send messages until none is due: what the worker does when it is rung."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from followups.domain.messages import claiming
from followups.domain.messages.mailbag import MessageMailbag
from mailroom.domain import delivery
from surveys.domain.claiming import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailroom.domain.delivery import Tally

# Below the task's soft limit, so that a rung worker ends between two batches.
BUDGET = timedelta(seconds=120)


def deliver(*, clock: Callable[[], datetime], limit: int = BATCH, budget: timedelta = BUDGET) -> Tally:
    """Claim and hand over, batch by batch on one connection, until nothing is due or the budget is spent."""
    return delivery.deliver_all(
        mailbag=MessageMailbag(),
        claim=lambda: claiming.claim(now=clock(), limit=limit),
        clock=clock,
        budget=budget,
    )


def reap(*, now: datetime) -> int:
    """Settle what dead workers left behind; returns how many rows."""
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    return delivery.reap(mailbag=MessageMailbag(), now=now, lease=lease).total()

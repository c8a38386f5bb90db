"""Claim and send until nothing is due: what the worker does when it is rung."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from mailroom.domain import delivery, transports
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning
from surveys.domain.mailbag import InvitationMailbag

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

# Below the task's soft limit, so that a rung worker ends between two batches.
BUDGET = timedelta(seconds=120)


@dataclass
class Delivered:
    """What one delivery did: due rows looked at, and how many reached which state."""

    examined: int = 0
    states: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """The counts in words, for a command's summary."""
        parts = [
            f"{count} {OutboxState(state).label.lower()}"
            for state, count in sorted(self.states.items())
            if count
        ]
        return ", ".join(parts) or "nothing to do"


def deliver(
    *, clock: Callable[[], datetime], limit: int = claiming.BATCH, budget: timedelta = BUDGET
) -> Delivered:
    """Claim and hand over, batch by batch on one connection, until nothing is due or the budget is spent.

    `clock` gives the present instant; it is asked again for each batch and each attempt.
    """
    result = Delivered()
    deadline = clock() + budget
    bag = InvitationMailbag()
    claim = claiming.claim(now=clock(), limit=limit)
    if not claim.examined:
        return result
    with transports.open_transport() as transport:
        while claim.examined:
            result.examined += claim.examined
            result.states.update(
                {state: n for state, n in claim.verdicts.items() if state != OutboxState.CLAIMED}
            )
            if claim.claimed:
                result.states.update(
                    delivery.hand_over(
                        mailbag=bag,
                        token=claim.token,
                        transport=transport,
                        clock=clock,
                        is_time_left=lambda: clock() < deadline,
                    )
                )
            if clock() >= deadline:
                break
            claim = claiming.claim(now=clock(), limit=limit)
    return result


def reap(*, now: datetime) -> int:
    """Settle what was left behind; returns how many rows.

    Claimed rows whose lease is over are planned again, or `unknown` where an attempt had begun. What
    came back to a campaign that has ended is cancelled.
    """
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    reaped = delivery.reap(mailbag=InvitationMailbag(), now=now, lease=lease).total()
    return reaped + planning.cancel_left_over(now=now)

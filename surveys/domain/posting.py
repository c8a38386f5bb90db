"""Claim and send until nothing is due: what the worker does when it is rung."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings

from mailroom.domain import delivery, transports
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning, reminders
from surveys.domain.mailbag import InvitationMailbag
from surveys.domain.reminders import ReminderMailbag

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailroom.domain.delivery import Mailbag, Tally
    from mailroom.domain.delivery.mailbag import Row
    from mailroom.domain.transports import Transport
    from surveys.domain.claiming import Claim

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

    First mails go before reminders: who was never asked comes first. `clock` gives the present instant;
    it is asked again for each batch and each attempt.
    """
    result = Delivered()
    deadline = clock() + budget
    with ExitStack() as stack:
        round_ = _Round(stack, clock, deadline, limit, result)
        if round_.deliver(InvitationMailbag(), claiming.claim):
            round_.deliver(ReminderMailbag(), reminders.claim)
    return result


@dataclass
class _Round:
    """One delivery: what its two kinds of mails share. The transport is opened at the first mail."""

    stack: ExitStack
    clock: Callable[[], datetime]
    deadline: datetime
    limit: int
    result: Delivered

    @cached_property
    def transport(self) -> Transport:
        return self.stack.enter_context(transports.open_transport())

    def deliver(self, bag: Mailbag[Row], claim: Callable[..., Claim]) -> bool:
        """Claim and hand over one kind of rows until none is due: true, or the time is up: false."""
        while (taken := claim(now=self.clock(), limit=self.limit)).examined:
            self.result.examined += taken.examined
            put_aside = {state: n for state, n in taken.verdicts.items() if state != OutboxState.CLAIMED}
            self.result.states.update(put_aside)
            if taken.claimed:
                self.result.states.update(self._hand_over(bag, taken))
            if not self._is_time_left():
                return False
        return True

    def _hand_over(self, bag: Mailbag[Row], taken: Claim) -> Tally:
        return delivery.hand_over(
            mailbag=bag,
            token=taken.token,
            transport=self.transport,
            clock=self.clock,
            is_time_left=self._is_time_left,
        )

    def _is_time_left(self) -> bool:
        return self.clock() < self.deadline


def reap(*, now: datetime) -> int:
    """Settle what was left behind; returns how many rows.

    Claimed rows whose lease is over are planned again, or `unknown` where an attempt had begun. What
    came back to a campaign that has ended is cancelled.
    """
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    reaped = delivery.reap(mailbag=InvitationMailbag(), now=now, lease=lease)
    reaped += delivery.reap(mailbag=ReminderMailbag(), now=now, lease=lease)
    return reaped.total() + planning.cancel_left_over(now=now)

"""What lies on somebody's desk: the next thing to do, and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customers.domain import lifecycle
from followups.domain import queue, sla

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import FollowUp, StepRun
    from team.models import User

AFTER = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """The most urgent follow-up, those after it, the tasks, and how many each view of the queue has.

    `is_own` is False when nothing is the reader's own and the next one is still free to take.
    """

    followups: list[FollowUp]
    tasks: list[StepRun]
    is_own: bool
    counts: dict[str, int]
    today: date

    @property
    def next(self) -> FollowUp | None:
        """The follow-up to work on now, unless a task is due before it."""
        return self.followups[0] if self.followups and not self.next_task else None

    @property
    def next_task(self) -> StepRun | None:
        """The task to do now: one that is due before the first follow-up of the reader's own."""
        if not self.tasks:
            return None
        if not self.followups or not self.is_own:
            return self.tasks[0]
        due_at = self.tasks[0].due_at
        return self.tasks[0] if due_at is not None and due_at < self.followups[0].due_at else None

    @property
    def after(self) -> list[FollowUp]:
        """The follow-ups that come then."""
        return self.followups[:AFTER] if self.next_task else self.followups[1:]

    @property
    def tasks_after(self) -> list[StepRun]:
        """The tasks that come then."""
        return self.tasks[1:] if self.next_task else self.tasks[:AFTER]

    @property
    def renewal_on(self) -> date | None:
        """The next renewal of whoever is to be called now: their own, else their account's."""
        customer = self.next.customer if self.next else None
        return lifecycle.dates_of(customer).renewal_on if customer else None


def of(*, user: User, now: datetime) -> Desk:
    """The reader's own queue and tasks, or where that is empty what nobody has taken yet.

    A query each for the counts, the rows, what their answers speak of, and the tasks.
    """
    counts = queue.counts(user=user, now=now)
    view = queue.MINE if counts[queue.MINE] or not counts[queue.UNASSIGNED] else queue.UNASSIGNED
    page = queue.page_of(user=user, view=view, now=now, size=AFTER + 1)
    tasks = list(queue.in_order(queue.tasks_of(user))[: AFTER + 1]) if counts[queue.TASKS] else []
    return Desk(page.rows, tasks, view == queue.MINE, counts, sla.today(now=now))

"""What lies on somebody's desk: the next thing to do, and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customers.domain import lifecycle
from followups.domain import queue, sla

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import FollowUp
    from team.models import User

AFTER = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """The most urgent follow-up, those after it, and how many each view of the queue has.

    `is_own` is False when nothing is the reader's own and the next one is still free to take.
    """

    followups: list[FollowUp]
    is_own: bool
    counts: dict[str, int]
    today: date

    @property
    def next(self) -> FollowUp | None:
        """What to do now."""
        return self.followups[0] if self.followups else None

    @property
    def after(self) -> list[FollowUp]:
        """What comes then."""
        return self.followups[1:]

    @property
    def renewal_on(self) -> date | None:
        """The next renewal of whoever is to be called now: their own, else their account's."""
        customer = self.next.customer if self.next else None
        return lifecycle.dates_of(customer).renewal_on if customer else None


def of(*, user: User, now: datetime) -> Desk:
    """The reader's own queue, or where that is empty what nobody has taken yet. Two or three queries."""
    counts = queue.counts(user=user, now=now)
    view = queue.MINE if counts[queue.MINE] or not counts[queue.UNASSIGNED] else queue.UNASSIGNED
    rows = queue.rows(user=user, view=view, now=now)
    return Desk(list(rows[: AFTER + 1]), view == queue.MINE, counts, sla.today(now=now))

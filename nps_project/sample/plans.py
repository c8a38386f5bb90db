"""What was promised to customers after a talk: kept, late, still to do, or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.calendars import local_day
from followups.domain import planning_success
from followups.models import FollowUp
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


@dataclass(frozen=True, slots=True)
class Promise:
    """Made so many days ago, due in so many days; `kept` or `dropped` says with what words it ended."""

    title: str
    made: int
    due: int
    kept: str = ""
    dropped: str = ""
    text: str = ""
    by_manager: bool = False


PROMISES = (
    Promise("Train the night shift on the new gate", 9, -2, text="Two evenings, in their depot."),
    Promise("Send the corrected invoices", 6, 1),
    Promise("Weekly call until the migration is over", 12, 5, text="Mondays at nine.", by_manager=True),
    Promise("Show the new tracking page", 4, 12),
    Promise("Name one contact for customs papers", 15, -4, by_manager=True),
    Promise("Explain the price list", 30, -21, kept="Went through all positions on the phone; they stay."),
    Promise("Check the address of the second warehouse", 26, -19, kept="Both spellings work now."),
    Promise("Offer a month for free", 24, -10, dropped="They want it to work, not to be cheap."),
    Promise("Plan the peak weeks together", 3, 30),
)


def make(*, manager: User, now: datetime) -> None:
    """One with each customer of the newest follow-ups that have an owner."""
    today = local_day(now, ZoneInfo(Program.objects.current().time_zone))
    owned = FollowUp.objects.exclude(assignee=None).filter(customer__erased_at=None).exclude(customer=None)
    rows = owned.select_related("customer__account", "assignee").order_by("-opened_at", "-pk")
    for promise, row in zip(PROMISES, rows[: len(PROMISES)], strict=False):
        if row.customer is None or row.assignee is None:
            continue
        item = planning_success.add(
            customer=row.customer,
            title=promise.title,
            text=promise.text,
            owner=row.assignee,
            due_on=today + timedelta(days=promise.due),
            actor=manager if promise.by_manager else row.assignee,
            now=now - timedelta(days=promise.made),
        )
        ended = now + timedelta(days=promise.due - 1)
        if promise.kept:
            planning_success.finish(item=item, actor=row.assignee, outcome=promise.kept, now=ended)
        elif promise.dropped:
            planning_success.drop(item=item, actor=row.assignee, reason=promise.dropped, now=ended)

"""Whether the occasion still stands: the person, the window, the date, the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.enums import OutboxState
from surveys.domain import schedule
from surveys.domain.judging.verdict import Verdict, cancelled
from surveys.enums import Reason, ScheduleKind

if TYPE_CHECKING:
    from surveys.domain.judging.bench import Bench
    from surveys.domain.judging.verdict import Case


def exists(bench: Bench, case: Case) -> Verdict | None:
    """They are still a customer of their own."""
    if case.row.customer.erased_at:
        return cancelled(Reason.ERASED)
    return cancelled(Reason.MERGED) if case.row.customer.merged_into_id else None


def in_time(bench: Bench, case: Case) -> Verdict | None:
    """The window is still open."""
    if case.row.expires_at and case.row.expires_at <= bench.now:
        return Verdict(OutboxState.EXPIRED, Reason.TOO_LATE)
    return None


def on_date(bench: Bench, case: Case) -> Verdict | None:
    """The date they are due for is still theirs (G55)."""
    if bench.campaign.schedule_kind != ScheduleKind.DATE or not case.row.occasion_on:
        return None
    field, customer = bench.campaign.date_field, case.row.customer
    own = getattr(customer, field)
    of_account = getattr(customer.account, field, None) if customer.account else None
    return None if (own or of_account) == case.row.occasion_on else cancelled(Reason.DATE_MOVED)


def in_schedule(bench: Bench, case: Case) -> Verdict | None:
    """The cycle or the wave they are due for is still in the schedule."""
    row = case.row
    is_known = schedule.knows(
        bench.campaign,
        occasion=row.occasion,
        occasion_on=row.occasion_on,
        spread=row.customer.spread,
    )
    return None if is_known else cancelled(Reason.SCHEDULE_CHANGED)


CHECKS = (exists, in_time, on_date, in_schedule)

"""Whether this is the moment: quiet period, send window, account limit, daily limit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from surveys.domain import schedule, slots
from surveys.domain.judging.verdict import skipped, waits
from surveys.enums import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.judging.bench import Bench
    from surveys.domain.judging.verdict import Case, Verdict


def soon(now: datetime) -> datetime:
    """When what is under way now has come to an end, well or not."""
    return now + timedelta(seconds=settings.LEASE_SECONDS)


def not_quiet(bench: Bench, case: Case) -> Verdict | None:
    """Their quiet period is over (G61). One that ends today is waited for in any case (G58)."""
    until = bench.silent_until(case)
    if until is None:
        return None
    tonight = schedule.next_day(bench.now, bench.zone_of(case.row.customer))
    if slots.waits(bench.campaign) or until < tonight:
        return waits(case.row, until, Reason.QUIET_PERIOD)
    return skipped(Reason.QUIET_PERIOD)


def in_window(bench: Bench, case: Case) -> Verdict | None:
    """The campaign sends at this hour of this day, where they live."""
    customer = case.row.customer
    opens = schedule.opening(
        bench.campaign, bench.now, bench.zone_of(customer), days_off=bench.days_off_of(customer)
    )
    return waits(case.row, opens, Reason.SEND_WINDOW) if opens > bench.now else None


def in_account_limit(bench: Bench, case: Case) -> Verdict | None:
    """Not too many people of their account were asked lately."""
    customer = case.row.customer
    until = bench.accounts.room_from(customer.account_id, customer.pk)
    return waits(case.row, until, Reason.ACCOUNT_LIMIT) if until else None


def in_daily_limit(bench: Bench, case: Case) -> Verdict | None:
    """The campaign may still send today."""
    if bench.room is None or bench.room > 0:
        return None
    return waits(case.row, schedule.next_day(bench.now, bench.zone), Reason.DAILY_CAP)


CHECKS = (not_quiet, in_window, in_account_limit, in_daily_limit)

"""How many more mails a campaign may send today: its daily limit, and its warm-up."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F, Min, Sum

from core import calendars
from mailroom.enums import OutboxState
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from datetime import date, datetime

    from mailroom.querysets import OutboxQuerySet
    from surveys.models import Campaign
    from team.models import Program

# No server's warm-up goes on beyond this, and the arithmetic need not either.
PLENTY = 1_000_000_000


def room(campaign: Campaign, program: Program, now: datetime) -> int | None:
    """What is left of today's limit on the program's local day, or None without one.

    Claimed rows count at once and attempts for good, so that no crash and no retry can exceed it. Of a
    row that was tried today, or is claimed, all attempts count as today's: rather one mail too few.
    Reminders count like first mails: what the limit protects is the sender's name.
    """
    zone = ZoneInfo(program.time_zone)
    today = calendars.local_day(now, zone)
    limit = limit_on(campaign, program, today)
    if limit is None:
        return None
    start = calendars.start_of_day(today, zone)
    mails = _spent(Invitation.objects.filter(campaign=campaign), start)
    reminders = _spent(Reminder.objects.filter(invitation__campaign=campaign), start)
    return max(0, limit - mails - reminders)


def limit_on(campaign: Campaign, program: Program, day: date) -> int | None:
    """The most mails of one local day: the daily limit or the warm-up's, whichever is less."""
    limits = [] if campaign.daily_cap is None else [campaign.daily_cap]
    if campaign.warm_up_first is not None:
        limits.append(
            warm_up_limit(
                first=campaign.warm_up_first,
                growth=campaign.warm_up_growth,
                day=_days_sent(campaign, program, day),
            )
        )
    return min(limits, default=None)


def warm_up_limit(*, first: int, growth: int, day: int) -> int:
    """The limit so many days after the first sending day: `growth` percent more each day, whole mails."""
    limit = first
    for passed in range(1, day + 1):
        # From the first day each time: rounded step by step, one mail a day would stay one.
        limit = first * (100 + growth) ** passed // 100**passed
        if limit >= PLENTY:
            return PLENTY
    return limit


def _days_sent(campaign: Campaign, program: Program, day: date) -> int:
    """How many days ago the campaign's first mail was tried; 0 before that."""
    tried = Invitation.objects.filter(campaign=campaign, attempt_started_at__isnull=False)
    first = tried.aggregate(at=Min("attempt_started_at"))["at"]
    if first is None:
        return 0
    return max(0, (day - calendars.local_day(first, ZoneInfo(program.time_zone))).days)


def _spent(rows: OutboxQuerySet[Invitation] | OutboxQuerySet[Reminder], today: datetime) -> int:
    # Two questions: with an OR, a database would read the campaign's whole history.
    begun = rows.filter(attempt_started_at__gte=today).aggregate(mails=Sum("attempts", default=0))
    claimed = rows.filter(state=OutboxState.CLAIMED, attempt_started_at=None)
    coming = claimed.aggregate(mails=Sum(F("attempts") + 1, default=0))
    return int(begun["mails"] + coming["mails"])

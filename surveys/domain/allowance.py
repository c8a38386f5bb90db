"""How many more mails a campaign may send today."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from core import calendars
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign
    from team.models import Program


def room(campaign: Campaign, program: Program, now: datetime) -> int | None:
    """What is left of the daily cap on the program's local day, or None without a cap.

    Claimed rows count at once and attempts for good, so that no crash and no retry can exceed it. Of a
    row that was tried today, or is claimed, all attempts count as today's: rather one mail too few.
    """
    if campaign.daily_cap is None:
        return None
    zone = ZoneInfo(program.time_zone)
    today = calendars.start_of_day(calendars.local_day(now, zone), zone)
    rows = Invitation.objects.filter(campaign=campaign)
    # Two questions: with an OR, a database would read the campaign's whole history.
    tried = rows.filter(attempt_started_at__gte=today)
    begun = tried.aggregate(mails=Sum("attempts", default=0))
    claimed = rows.filter(state=OutboxState.CLAIMED, attempt_started_at=None)
    coming = claimed.aggregate(mails=Sum(F("attempts") + 1, default=0))
    return max(0, campaign.daily_cap - int(begun["mails"] + coming["mails"]))

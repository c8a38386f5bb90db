"""How many more mails a campaign may send today."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from core import calendars
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign
    from team.models import Program


def room(campaign: Campaign, program: Program, now: datetime) -> int | None:
    """What is left of the daily cap on the program's local day, or None without a cap.

    Claimed rows count at once and attempts for good, so that no crash and no retry can exceed it.
    """
    if campaign.daily_cap is None:
        return None
    zone = ZoneInfo(program.time_zone)
    today = calendars.start_of_day(calendars.local_day(now, zone), zone)
    used = Invitation.objects.filter(campaign=campaign).filter(
        Q(state=OutboxState.CLAIMED) | Q(attempt_started_at__gte=today)
    )
    return max(0, campaign.daily_cap - used.count())

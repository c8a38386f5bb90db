"""How many more mails a campaign may send today."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

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
    claimed = Q(state=OutboxState.CLAIMED)
    used = Invitation.objects.filter(claimed | Q(attempt_started_at__gte=today), campaign=campaign).aggregate(
        begun=Sum("attempts", default=0), waiting=Count("pk", filter=claimed & Q(attempt_started_at=None))
    )
    return max(0, campaign.daily_cap - int(used["begun"] + used["waiting"]))

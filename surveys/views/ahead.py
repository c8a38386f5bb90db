"""What a campaign would do in the coming days, made ready for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.calendars import local_day
from surveys.domain import audience, describing, drawing, outlook
from surveys.enums import ScheduleKind
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign

DAYS = 30
NAMES = 5


def of(campaign: Campaign, *, now: datetime) -> dict[str, Any]:
    """The counts, the days as a picture, and for each reason some of the people behind it."""
    found = outlook.outlook(campaign=campaign, now=now, days=DAYS)
    today = local_day(now, ZoneInfo(Program.objects.current().time_zone))
    asked = (
        outlook.people(campaign=campaign, now=now, days=DAYS, limit=NAMES, reason="") if found.asked else []
    )
    held = [
        {
            "reason": reason,
            "count": count,
            "people": outlook.people(campaign=campaign, now=now, days=DAYS, limit=NAMES, reason=reason),
            "more": max(0, count - NAMES),
        }
        for reason, count in found.reasons
    ]
    return {
        "outlook": found,
        "rules": describing.rules(campaign),
        "chart": drawing.days_ahead(found, today=today) if found.asked else "",
        "asked": asked,
        "more": max(0, found.asked - found.waiting - NAMES),
        "held": held,
        "held_sum": found.considered - found.asked,
        "is_event": campaign.schedule_kind == ScheduleKind.EVENT,
        "backlog": audience.backlog(campaign, now=now),
    }

"""How a campaign goes, made ready for its page: by day, by segment, subject against subject."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core import placeholders
from core.calendars import local_day, start_of_day
from surveys import emails
from surveys.domain import drawing, funnel, subject_test
from surveys.enums import CampaignState
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign

DAYS = 90


def of(campaign: Campaign, *, now: datetime) -> dict[str, Any]:
    """What came of the mails so far; nothing for a draft."""
    if campaign.state == CampaignState.DRAFT:
        return {}
    program = Program.objects.current()
    zone = ZoneInfo(program.time_zone)
    today = local_day(now, zone)
    since = start_of_day(today - timedelta(days=DAYS - 1), zone)
    days = funnel.by_day(campaign.pk, since=since, zone=zone)
    test = subject_test.compare(campaign=campaign)
    return {
        "by_day": drawing.days_behind(days, today=today, number=DAYS) if days else "",
        "by_day_count": DAYS,
        "by_stage": funnel.by_stage(campaign.pk),
        "subject_test": test,
        "subject_arms": [(arm, _read(arm.subject, program)) for arm in test.arms] if test else [],
    }


def _read(subject: str, program: Program) -> str:
    """A subject as a made-up reader would get it."""
    values = {**emails.sample_values(program), "company": program.company, "product": program.asked_about}
    return placeholders.fill(subject, values)

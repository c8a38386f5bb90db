"""How each campaign does: what left, what came back, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Min

from core.calendars import local_day
from insights.domain import reach, windows
from insights.domain.reach import Reach
from insights.enums import Period
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import Program

RUNNING = [CampaignState.ACTIVE, CampaignState.PAUSED]


@dataclass(frozen=True, slots=True)
class CampaignHealth:
    """A campaign with its last 90 days, and how many wait to be sent from when on."""

    campaign: Campaign
    reach: Reach
    waiting: int
    next_at: datetime | None


def of_campaigns(*, program: Program, now: datetime) -> list[CampaignHealth]:
    """The active and paused campaigns. Three queries."""
    zone = ZoneInfo(program.time_zone)
    window = windows.of(Period.QUARTER, today=local_day(now, zone), zone=zone)
    running = Campaign.objects.filter(state__in=RUNNING).order_by("state", "-priority", "name")
    reached = reach.by_campaign(window=window, now=now)
    rows = Invitation.objects.waiting().order_by().values_list("campaign")
    waiting = {pk: facts for pk, *facts in rows.annotate(number=Count("pk"), at=Min("send_after"))}
    return [CampaignHealth(it, reached.get(it.pk, Reach()), *waiting.get(it.pk, (0, None))) for it in running]

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
from responses.models import Response
from surveys.enums import CampaignChannel, CampaignState
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from insights.domain.windows import Window
    from team.models import Program

RUNNING = [CampaignState.ACTIVE, CampaignState.PAUSED]


@dataclass(frozen=True, slots=True)
class CampaignHealth:
    """A campaign with its last 90 days, and how many wait to be sent from when on.

    `answers` are those of a campaign without mails; the mailed ones' stand in `reach`.
    """

    campaign: Campaign
    reach: Reach
    answers: int
    waiting: int
    next_at: datetime | None

    @property
    def is_mailed(self) -> bool:
        """False for a widget, a link and what staff enter: nothing is sent, so there is no rate."""
        return self.campaign.channel == CampaignChannel.EMAIL


def of_campaigns(*, program: Program, now: datetime) -> list[CampaignHealth]:
    """The active and paused campaigns. Four queries."""
    zone = ZoneInfo(program.time_zone)
    window = windows.of(Period.QUARTER, today=local_day(now, zone), zone=zone)
    running = Campaign.objects.filter(state__in=RUNNING).order_by("state", "-priority", "name")
    reached = reach.by_campaign(window=window, now=now)
    answers = _answers([it for it in running if it.channel != CampaignChannel.EMAIL], window)
    rows = Invitation.objects.waiting().order_by().values_list("campaign")
    waiting = {pk: facts for pk, *facts in rows.annotate(number=Count("pk"), at=Min("send_after"))}
    return [
        CampaignHealth(it, reached.get(it.pk, Reach()), answers.get(it.pk, 0), *waiting.get(it.pk, (0, None)))
        for it in running
    ]


def _answers(campaigns: list[Campaign], window: Window) -> dict[int, int]:
    """The counted answers of each since the window began."""
    rows = Response.objects.counted().filter(campaign__in=campaigns)
    if window.since is not None:
        rows = rows.since(window.since)
    return dict(rows.order_by().values_list("campaign").annotate(number=Count("pk")))

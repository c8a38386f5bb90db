"""What a new campaign may begin with: the five segments side by side, and what suits everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils import timezone

from core.calendars import local_day
from customers.enums import Stage
from surveys.domain import audience, describing, starters
from surveys.models import Campaign, Survey
from team.models import Program

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from surveys.domain.starters import Starter


def page(request: HttpRequest) -> HttpResponse:
    """The templates, each with what it learns, when and why, and what runs for its segment already."""
    today = local_day(timezone.now(), ZoneInfo(Program.objects.current().time_zone))
    members = audience.by_stage()
    running = list(Campaign.objects.running())
    segments = [
        {
            "stage": stage,
            "members": members.get(stage, 0),
            "usual": _shown(usual[0], today),
            "others": [_shown(one, today) for one in usual[1:]],
            "running": [campaign for campaign in running if stage in campaign.stages],
        }
        for stage in Stage
        if (usual := starters.of_stage(stage))
    ]
    general = [_shown(one, today) for one in starters.STARTERS if one.stage is None]
    context = {"segments": segments, "general": general, "has_survey": Survey.objects.exists()}
    return render(request, "surveys/campaigns/choose.html", context)


def _shown(starter: Starter, today: date) -> dict[str, Any]:
    draft = starters.sketch(starter, today=today)
    return {
        "starter": starter,
        "schedule": describing.schedule(draft),
        "channel": draft.get_channel_display(),
    }

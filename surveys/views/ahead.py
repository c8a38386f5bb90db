"""What a campaign would do in the coming days, made ready for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.calendars import local_day
from surveys.domain import allowance, audience, describing, drawing, looking_ahead
from surveys.enums import CampaignChannel, ScheduleKind, label_of_reason
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.looking_ahead import Look
    from surveys.domain.outlook import Outlook, Person
    from surveys.models import Campaign

DAYS = 30
NAMES = 5
WARM_UP_DAYS = 7


def of(campaign: Campaign, *, now: datetime, again: bool = False) -> dict[str, Any]:
    """The rules in words and, for mails, the counts, the days as a picture, and people for each reason.

    Where counting takes long the numbers may be up to an hour old, unless they are wanted `again`.
    """
    program = Program.objects.current()
    told = {
        "rules": describing.rules(campaign),
        "rotation": describing.rotation(campaign, quiet_months=program.quiet_months),
    }
    if campaign.channel != CampaignChannel.EMAIL:
        return {**told, "outlook": None}
    return {**told, **_counted(campaign, program, now, again=again)}


def _counted(campaign: Campaign, program: Program, now: datetime, *, again: bool) -> dict[str, Any]:
    look = looking_ahead.look(campaign=campaign, now=now, days=DAYS, names=NAMES, again=again)
    found, people = look.outlook, look.people()
    today = local_day(now, ZoneInfo(program.time_zone))
    waves, is_old = _waves(campaign, look), look.is_from_before(now)
    meta = "as things stood when they were counted" if is_old else "as things stand now"
    return {
        "outlook": found,
        "counted_at": look.counted_at if is_old else None,
        "chart": drawing.days_ahead(found, today=today) if found.asked else "",
        "asked": people.get("", []),
        "more": max(0, found.asked - found.waiting - NAMES),
        "held": [_reason(code, found, people.get(code, [])) for code, _ in found.held.most_common()],
        "held_sum": found.considered - found.asked,
        "is_event": campaign.schedule_kind == ScheduleKind.EVENT,
        "backlog": audience.backlog(campaign, now=now),
        "waves": waves,
        "meta": meta,
        "waves_meta": f"about, {meta}" if any(row["wave"].is_estimate for row in waves) else meta,
        "warm_up": _warm_up(campaign),
    }


def _warm_up(campaign: Campaign) -> str:
    """The limits of the first sending days: "50, 75, 112 …"; empty without a warm-up."""
    if not campaign.warm_up_first:
        return ""
    first, growth = campaign.warm_up_first, campaign.warm_up_growth
    limits = [allowance.warm_up_limit(first=first, growth=growth, day=day) for day in range(WARM_UP_DAYS)]
    capped = [min(limit, campaign.daily_cap or limit) for limit in limits]
    return ", ".join(f"{limit:,}" for limit in capped) + " …"


def _reason(code: str, found: Outlook, people: list[Person]) -> dict[str, Any]:
    return {
        "code": code,
        "label": label_of_reason(code),
        "count": found.held[code],
        "today": found.held_today[code],
        "people": people,
        "more": max(0, found.held[code] - NAMES),
    }


def _waves(campaign: Campaign, look: Look) -> list[dict[str, Any]]:
    return [
        {
            "wave": wave,
            "held": [(label_of_reason(code), count) for code, count in wave.held.most_common()],
            "advice": describing.advice(campaign, wave),
        }
        for wave in look.waves
    ]

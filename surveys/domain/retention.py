"""How long it is kept who opened which link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import ExpressionWrapper, F, IntegerField

from surveys.enums import CampaignState, ScheduleKind
from surveys.models import Campaign, LinkOpen
from team.domain import sweeping

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from team.models import Program

# The shortest month there is: so long an event is kept at least.
DAYS_OF_A_MONTH = 28


def effects(*, program: Program, fields: Collection[str], now: datetime) -> dict[str, str]:
    """What the next sweep would remove under these settings, and whom it would keep waiting."""
    told = {}
    if "keep_opens_days" in fields:
        number = old_opens(program=program, now=now).count()
        told["keep_opens_days"] = sweeping.sentence(number, "record of an opened link")
    if "keep_events_months" in fields and (names := _waiting_longer(program)):
        told["keep_events_months"] = (
            f"{', '.join(names)}: waits longer after an event than events would be kept, and would miss some."
        )
    return told


def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool]) -> dict[str, int]:
    """Remove what is older than the program keeps it; how much, by setting. Safe to repeat."""
    return {"keep_opens_days": sweeping.remove(old_opens(program=program, now=now), is_over=is_over)}


def old_opens(*, program: Program, now: datetime) -> QuerySet[LinkOpen]:
    """Opened links that were kept long enough. When a person began to answer stays with the invitation."""
    days = program.keep_opens_days
    if days is None:
        return LinkOpen.objects.none()
    return LinkOpen.objects.filter(opened_at__lt=now - timedelta(days=days))


def _waiting_longer(program: Program) -> list[str]:
    """The event campaigns whose delay and window together outlast the events."""
    if program.keep_events_months is None:
        return []
    hours = ExpressionWrapper(F("delay_hours") + F("window_days") * 24, output_field=IntegerField())
    live = Campaign.objects.filter(schedule_kind=ScheduleKind.EVENT).exclude(state=CampaignState.ENDED)
    waiting = live.annotate(hours=hours).filter(hours__gt=program.keep_events_months * DAYS_OF_A_MONTH * 24)
    return list(waiting.order_by("name").values_list("name", flat=True))

"""Who is there to be asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count

from customers.models import Customer, Event
from surveys.enums import ScheduleKind

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign


def by_stage() -> Counter[str]:
    """How many customers stand in each stage."""
    rows = Customer.objects.current().order_by().values_list("stage").annotate(number=Count("pk"))
    return Counter(dict(rows))


def backlog(campaign: Campaign, *, now: datetime) -> int | None:
    """How many of the campaign's events came before its activation; None for another schedule."""
    if campaign.schedule_kind != ScheduleKind.EVENT:
        return None
    before = campaign.activated_at or now
    return Event.objects.named(campaign.event_name).filter(received_at__lt=before).count()

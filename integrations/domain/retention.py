"""How long calls of other programs stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery
from team.domain import sweeping

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from integrations.querysets import DeliveryQuerySet

# Longer than news is told: a swept call is not written again.
KEPT: Final = timedelta(days=30)
OPEN: Final = [DeliveryState.PLANNED, DeliveryState.CLAIMED]


def sweep(*, now: datetime, is_over: Callable[[], bool]) -> dict[str, int]:
    """Remove what ended long ago; how much. Safe to repeat."""
    return {"webhook_calls": sweeping.remove(old(now=now), is_over=is_over)}


def old(*, now: datetime) -> DeliveryQuerySet:
    """Calls that were kept long enough."""
    found: DeliveryQuerySet = WebhookDelivery.objects.filter(created_at__lt=now - KEPT).exclude(
        state__in=OPEN
    )
    return found

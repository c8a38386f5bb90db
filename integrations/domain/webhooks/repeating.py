"""Calls made again by hand, with the key that they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.domain.webhooks.events import TEST
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.models import WebhookEndpoint
    from integrations.querysets import DeliveryQuerySet


def again(*, delivery: WebhookDelivery, now: datetime) -> bool:
    """Plan an ended call once more, with all of its attempts; False when it may not be made.

    It needs an endpoint that is on, and a person who was not erased.
    """
    return bool(_plan(WebhookDelivery.objects.filter(pk=delivery.pk), now))


def all_lost(*, endpoint: WebhookEndpoint, now: datetime) -> int:
    """Plan every call once more that was given up or cancelled; how many."""
    lost = [DeliveryState.FAILED, DeliveryState.CANCELLED]
    theirs: DeliveryQuerySet = WebhookDelivery.objects.filter(endpoint=endpoint, state__in=lost)
    return _plan(theirs.exclude(event=TEST.code), now)


def _plan(rows: DeliveryQuerySet, now: datetime) -> int:
    ended = rows.repeatable().filter(endpoint__is_active=True)
    return WebhookDelivery.objects.filter(pk__in=ended.values("pk")).update(
        state=DeliveryState.PLANNED, send_after=now, attempts=0
    )

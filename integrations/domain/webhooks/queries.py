"""What the pages show of webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Max, Q

from integrations.domain.webhooks.events import TEST
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.querysets import DeliveryQuerySet, EndpointQuerySet

WEEK: Final = timedelta(days=7)
_WAITS: Final = Q(deliveries__state__in=[DeliveryState.PLANNED, DeliveryState.CLAIMED])


@dataclass(frozen=True, slots=True)
class Health:
    """The last seven days of an endpoint's calls."""

    taken: int
    waiting: int
    lost: int
    last_at: datetime | None


def endpoints() -> EndpointQuerySet:
    """Each with how many calls wait, and when the last was taken."""
    found: EndpointQuerySet = WebhookEndpoint.objects.annotate(
        waiting=Count("deliveries", filter=_WAITS),
        last_taken_at=Max("deliveries__delivered_at"),
    )
    return found.order_by("name", "pk")


def calls(endpoint: WebhookEndpoint) -> DeliveryQuerySet:
    """Its calls, the newest first."""
    found: DeliveryQuerySet = WebhookDelivery.objects.filter(endpoint=endpoint)
    return found.order_by("-created_at", "-pk")


def health(endpoint: WebhookEndpoint, *, now: datetime) -> Health:
    """How many calls were taken, wait, and were lost; test calls are none of them."""
    lost = [DeliveryState.FAILED, DeliveryState.CANCELLED]
    counted = calls(endpoint).filter(created_at__gte=now - WEEK).exclude(event=TEST.code).order_by()
    found = counted.aggregate(
        taken=Count("pk", filter=Q(state=DeliveryState.DELIVERED)),
        waiting=Count("pk", filter=Q(state__in=[DeliveryState.PLANNED, DeliveryState.CLAIMED])),
        lost=Count("pk", filter=Q(state__in=lost)),
        last_at=Max("delivered_at"),
    )
    return Health(**found)


def may_repeat(delivery: WebhookDelivery) -> bool:
    """Whether it may be made again."""
    rows = WebhookDelivery.objects.filter(pk=delivery.pk, endpoint__is_active=True)
    return rows.repeatable().exists()

"""Queries of the integrations room that have a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from integrations.enums import DeliveryState

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from integrations.models import WebhookDelivery, WebhookEndpoint  # noqa: F401  # the types of the rows


class EndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    """Addresses of other programs."""

    def listening(self) -> Self:
        """Those that are called."""
        return self.filter(is_active=True)


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Calls of other programs."""

    def due(self, *, now: datetime) -> Self:
        """Those whose time has come, of endpoints that are on."""
        return self.filter(state=DeliveryState.PLANNED, send_after__lte=now, endpoint__is_active=True)

    def waiting(self) -> Self:
        """Those that were not called yet, or are called again later."""
        return self.filter(state=DeliveryState.PLANNED)

    def repeatable(self) -> Self:
        """Those that may be called again: they have ended, and still say something."""
        ended = [DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.CANCELLED]
        return self.filter(state__in=ended).exclude(payload={})

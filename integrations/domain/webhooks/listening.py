"""Who hears of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.models import WebhookEndpoint

if TYPE_CHECKING:
    from integrations.domain.webhooks.events import Event


def count(event: Event) -> int:
    """How many endpoints that are on want to hear of it."""
    heard = WebhookEndpoint.objects.listening().values_list("events", flat=True)
    return sum(event.code in codes for codes in heard)

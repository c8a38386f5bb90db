"""From news to rows that wait: one for each endpoint that wants to hear of it, and never a second."""

from __future__ import annotations

import logging
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q

from customers.models import Customer
from integrations.domain.webhooks.sources import SOURCES
from integrations.models import WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.domain.webhooks.sources import News, Source

logger = logging.getLogger(__name__)

# A signal that was lost longer ago stays lost: nobody wants to hear today of last week's change.
REACH: Final = timedelta(hours=24)
BATCH: Final = 500
ABOUT_ALL: Final = Q()


def tell(source: Source, *, now: datetime, about: Q = ABOUT_ALL) -> int:
    """Write what endpoints were not told of yet, of the rows that `about` fits; returns how many calls.

    Safe to repeat, and to do twice at the same time: an endpoint has each key once. A row that cannot be
    told is logged, and keeps nothing else from being told.
    """
    written = 0
    for endpoint in WebhookEndpoint.objects.listening():
        for row in source.untold(endpoint=endpoint, since=now - REACH, about=about)[:BATCH]:
            try:
                written += _write(endpoint, source, source.news(row), now=now)
            except Exception:
                logger.exception("No call was written for %s", row.news_key)
    return written


def catch_up(*, now: datetime) -> int:
    """Write the calls that lost signals left unwritten; returns how many."""
    return sum(tell(source, now=now) for source in SOURCES)


def body(event: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """What is sent: the event, when it happened (UTC), and what it is about."""
    instant = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"type": event, "timestamp": instant, "data": data}


def _write(endpoint: WebhookEndpoint, source: Source, news: News, *, now: datetime) -> int:
    customer_id = source.customer_id(news.row)
    with transaction.atomic():
        # An erasure waits for the row and clears it, or is over and leaves nothing to be told.
        if customer_id:
            Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
        fresh = source.rows().filter(pk=news.row.pk).first()
        if fresh is None:
            return 0
        row = WebhookDelivery(
            endpoint=endpoint,
            customer_id=customer_id,
            event=news.event.code,
            key=news.key,
            payload=body(news.event.code, news.at, source.data(fresh)),
            created_at=now,
            send_after=now,
        )
        known = WebhookDelivery.objects.filter(endpoint=endpoint, key=news.key).exists()
        WebhookDelivery.objects.bulk_create([row], ignore_conflicts=True)
    return 0 if known else 1

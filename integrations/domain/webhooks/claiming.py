"""Who makes which call: a token and a lease, as for mails."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.querysets import DeliveryQuerySet

# Of one endpoint at a time: one that hangs must not hold up the calls of all others.
EACH: Final = 5


def claim(*, now: datetime, each: int = EACH) -> list[WebhookDelivery]:
    """Take up to `each` due calls of every endpoint that is on, the oldest first; with their endpoints.

    The attempt counts from here: whoever dies while calling has called, perhaps.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        chosen: list[int] = []
        for endpoint in WebhookEndpoint.objects.listening().order_by("pk"):
            due = WebhookDelivery.objects.due(now=now).filter(endpoint=endpoint).order_by("send_after", "pk")
            locked = due.select_for_update(of=("self",), no_key=True, skip_locked=True)
            chosen += locked.values_list("pk", flat=True)[:each]
        _take(WebhookDelivery.objects.filter(pk__in=chosen, state=DeliveryState.PLANNED), token, now)
    return _of(token)


def claim_one(*, delivery: WebhookDelivery, now: datetime) -> WebhookDelivery | None:
    """Take this one, whether its endpoint is on or not: somebody waits for what comes of it."""
    token = uuid.uuid4()
    _take(WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED), token, now)
    return next(iter(_of(token)), None)


def overdue(*, now: datetime) -> DeliveryQuerySet:
    """Claims that outlived their lease: whoever made them is gone."""
    before = now - timedelta(seconds=settings.LEASE_SECONDS)
    found: DeliveryQuerySet = WebhookDelivery.objects.filter(
        state=DeliveryState.CLAIMED, claimed_at__lt=before
    )
    return found


def _take(rows: DeliveryQuerySet, token: uuid.UUID, now: datetime) -> None:
    rows.update(state=DeliveryState.CLAIMED, claim_token=token, claimed_at=now, attempts=F("attempts") + 1)


def _of(token: uuid.UUID) -> list[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(claim_token=token, state=DeliveryState.CLAIMED)
    return list(rows.select_related("endpoint").order_by("send_after", "pk"))

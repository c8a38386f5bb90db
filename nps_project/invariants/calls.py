"""No call of another program is stuck, or says anything of somebody who is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q

from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery
from nps_project.invariants.invariant import Breach, Invariant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# The reaper comes by every few ticks; a call is stuck when it has had time to, several times.
GRACE = timedelta(minutes=5)
LATE = timedelta(days=3)


def broken_calls(now: datetime) -> Iterator[Breach]:
    """Calls that are left behind, that wait for nobody, or that tell of people who were erased."""
    lease = timedelta(seconds=settings.LEASE_SECONDS) + GRACE
    planned = Q(state=DeliveryState.PLANNED)
    kinds = {
        "claimed long ago": Q(state=DeliveryState.CLAIMED, claimed_at__lt=now - lease),
        "due long ago": planned & Q(send_after__lt=now - LATE, endpoint__is_active=True),
        "planned for an endpoint that is off": planned & Q(endpoint__is_active=False) & ~Q(event="test"),
        "tells of somebody who was erased": Q(
            customer__erased_at__isnull=False, created_at__lt=F("customer__erased_at")
        )
        & ~Q(payload={}),
    }
    for detail, condition in kinds.items():
        for row in WebhookDelivery.objects.filter(condition).order_by("pk").iterator():
            yield Breach(f"webhook call {row.pk}", detail)


CALLS = (
    Invariant(16, "No call of another program is stuck, or tells of somebody who was erased.", broken_calls),
)

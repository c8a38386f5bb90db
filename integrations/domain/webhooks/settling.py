"""What follows from a call: taken, to be made again, given up; and from a day without one that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from integrations.domain.webhooks import events, patience, switching
from integrations.domain.webhooks.claiming import overdue
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.domain.webhooks.calling import Answer
    from integrations.querysets import DeliveryQuerySet

LEFT = "Whoever made the call did not come back: it may have arrived."


def settle(*, delivery: WebhookDelivery, answer: Answer, now: datetime) -> bool:
    """Write down what came of a claimed call; False when somebody else settled it meanwhile."""
    facts: dict[str, object] = {"last_status": answer.status, "last_error": answer.error[:500]}
    with transaction.atomic():
        if answer.is_taken:
            facts |= {"state": DeliveryState.DELIVERED, "delivered_at": now}
        else:
            facts |= _again(delivery, now=now)
        if not _mine(delivery).update(**facts, claim_token=None, claimed_at=None):
            return False
        if delivery.event != events.TEST.code:
            _note(delivery, is_taken=answer.is_taken, now=now)
    return True


def reap(*, now: datetime) -> int:
    """Give back what dead workers left claimed; the same key goes out again. How many."""
    settled = 0
    for delivery in overdue(now=now).select_related("endpoint").order_by("pk"):
        facts = _again(delivery, now=now) | {"last_status": None, "last_error": LEFT}
        settled += _mine(delivery).update(**facts, claim_token=None, claimed_at=None)
    return settled


def _mine(delivery: WebhookDelivery) -> DeliveryQuerySet:
    return WebhookDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.CLAIMED, claim_token=delivery.claim_token
    )


def _again(delivery: WebhookDelivery, *, now: datetime) -> dict[str, object]:
    """Planned once more, given up, or cancelled where the endpoint is off by now."""
    later = patience.next_at(attempts=delivery.attempts, now=now)
    if later is None or delivery.event == events.TEST.code:
        return {"state": DeliveryState.FAILED}
    if not WebhookEndpoint.objects.listening().filter(pk=delivery.endpoint_id).exists():
        return {"state": DeliveryState.CANCELLED}
    return {"state": DeliveryState.PLANNED, "send_after": later}


def _note(delivery: WebhookDelivery, *, is_taken: bool, now: datetime) -> None:
    endpoint = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
    if is_taken:
        endpoint.exclude(failing_since=None).update(failing_since=None)
        return
    endpoint.filter(failing_since=None).update(failing_since=now)
    worn_out = Q(is_active=True, failing_since__lte=now - patience.PATIENCE)
    for row in endpoint.filter(worn_out):
        switching.give_up(endpoint=row, now=now)

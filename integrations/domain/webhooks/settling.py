"""What follows from a call: taken, to be made again, given up; and from a day without one that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from integrations.domain.forgetting import ERASED
from integrations.domain.webhooks import events, patience, switching
from integrations.domain.webhooks.claiming import overdue
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.domain.webhooks.calling import Answer

LEFT = "Whoever made the call did not come back: it may have arrived."


def settle(*, delivery: WebhookDelivery, answer: Answer, now: datetime) -> bool:
    """Write down what came of a claimed call; False when somebody else settled it meanwhile."""
    facts: dict[str, object] = {"last_status": answer.status, "last_error": answer.error[:500]}
    with transaction.atomic():
        held = _held(delivery)
        if held is None:
            return False
        if answer.is_taken:
            _write(held, facts | {"state": DeliveryState.DELIVERED, "delivered_at": now})
        else:
            _write(held, facts | _again(held, now=now))
        if held.event != events.TEST.code:
            _note(held, is_taken=answer.is_taken, now=now)
    return True


def reap(*, now: datetime) -> int:
    """Give back what dead workers left claimed; the same key goes out again. How many."""
    settled = 0
    for delivery in overdue(now=now).order_by("pk"):
        with transaction.atomic():
            held = _held(delivery)
            if held is not None:
                _write(held, {"last_status": None, "last_error": LEFT, **_again(held, now=now)})
                settled += 1
    return settled


def _held(delivery: WebhookDelivery) -> WebhookDelivery | None:
    """The row as it is now, while it is still this claim's: an erasure may have cleared it meanwhile."""
    mine = WebhookDelivery.objects.filter(state=DeliveryState.CLAIMED, claim_token=delivery.claim_token)
    return mine.select_for_update(no_key=True).filter(pk=delivery.pk).first()


def _write(held: WebhookDelivery, facts: dict[str, object]) -> None:
    if not held.payload:
        # Whoever answered may quote what was cleared.
        facts["last_error"] = ERASED
    WebhookDelivery.objects.filter(pk=held.pk).update(**facts, claim_token=None, claimed_at=None)


def _again(held: WebhookDelivery, *, now: datetime) -> dict[str, object]:
    """Planned once more, given up, or cancelled: of somebody erased, or where the endpoint is off by now."""
    later = patience.next_at(attempts=held.attempts, now=now)
    is_on = WebhookEndpoint.objects.listening().filter(pk=held.endpoint_id).exists()
    if held.event == events.TEST.code or (later is None and held.payload):
        return {"state": DeliveryState.FAILED}
    if not held.payload or not is_on:
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

"""Endpoints on and off, by people and by the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse

from followups.domain import notifying
from followups.enums import NotificationKind
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint
from team.domain import audit
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import ApiKey

WORN_OUT: Final = "It took no call for a day."
OFF: Final = "The webhook was switched off."


def switch_on(*, endpoint: WebhookEndpoint, actor: User | ApiKey | None, now: datetime) -> bool:
    """Call it from now on: what happened meanwhile is not told. False when it is on."""
    with transaction.atomic():
        facts: dict[str, Any] = {"is_active": True, "listens_since": now, "failing_since": None}
        if not _turn(endpoint, {**facts, "disabled_at": None, "disabled_reason": ""}):
            return False
        audit.log(actor=actor, action="webhook.on", subject=endpoint, now=now)
    return True


def switch_off(*, endpoint: WebhookEndpoint, actor: User | ApiKey | None, now: datetime) -> bool:
    """Call it no more; what waits is cancelled. False when it is off."""
    with transaction.atomic():
        if not _turn(endpoint, {"is_active": False}):
            return False
        cancel_waiting(endpoint)
        audit.log(actor=actor, action="webhook.off", subject=endpoint, now=now)
    return True


def give_up(*, endpoint: WebhookEndpoint, now: datetime) -> bool:
    """Switch off what took nothing for a day, and tell the admins. False when it is off."""
    with transaction.atomic():
        facts = {"is_active": False, "disabled_at": now, "disabled_reason": WORN_OUT}
        if not _turn(endpoint, facts):
            return False
        cancel_waiting(endpoint)
        audit.log(actor=None, action="webhook.off", subject=endpoint, now=now, changes={"reason": WORN_OUT})
        for admin in User.objects.active().filter(role=Role.ADMIN):
            notifying.tell(
                recipient=admin,
                kind=NotificationKind.WEBHOOK,
                key=f"webhook:{endpoint.pk}:{now.isoformat()}:{admin.pk}",
                title=f"The webhook “{endpoint}” was switched off",
                text="It took no call for a day. Look at what it answered, then switch it on again.",
                path=reverse("hooks:detail", args=[endpoint.pk]),
                now=now,
            )
    return True


def cancel_waiting(endpoint: WebhookEndpoint) -> int:
    """Calls that wait are not made; they can be sent again by hand. How many."""
    waiting = WebhookDelivery.objects.waiting().filter(endpoint=endpoint)
    return waiting.update(state=DeliveryState.CANCELLED, last_error=OFF)


def _turn(endpoint: WebhookEndpoint, facts: dict[str, Any]) -> bool:
    other_way = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=not facts["is_active"])
    if not other_way.update(**facts):
        return False
    endpoint.refresh_from_db()
    return True

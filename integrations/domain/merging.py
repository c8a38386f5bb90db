"""Two customers become one: calls about both are about the one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.models import WebhookDelivery

if TYPE_CHECKING:
    from customers.models import Customer


def previewed(*, lost: Customer) -> dict[str, int]:
    """How many calls `move` would move."""
    count = WebhookDelivery.objects.filter(customer=lost).count()
    return {"calls of other programs": count} if count else {}


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer every call about the lost one; returns how many. Part of the merge.

    What a call says stays as it was: it was true then, and the identifier of the lost one still leads here.
    """
    return WebhookDelivery.objects.filter(customer=lost).update(customer=kept)

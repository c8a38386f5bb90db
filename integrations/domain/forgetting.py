"""What calls say of an erased customer goes; that they were made stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery

if TYPE_CHECKING:
    from customers.models import Customer

ERASED: Final = "The customer was erased."


def forget(*, customer: Customer) -> int:
    """Clear every payload about this customer and cancel what waits; how many. Part of the erasure.

    A call that is being made at this moment may still arrive.
    """
    theirs = WebhookDelivery.objects.filter(customer=customer)
    theirs.waiting().update(state=DeliveryState.CANCELLED)
    return theirs.update(payload={}, last_error=ERASED)

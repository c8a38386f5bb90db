"""What other programs were told of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.person_data import rows_of
from integrations.models import WebhookDelivery

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer


def collect(customer: Customer) -> Data:
    """Every call that spoke of the person."""
    calls = WebhookDelivery.objects.filter(customer=customer)
    return {"What other programs were told": rows_of(calls, without=["customer", "key", "last_error"])}

"""How much customers use, as the product tells: one reading per metric and day."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from customers.models import UsageReading

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from customers.models import Customer

METRIC = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
SHOWN_DAYS = 400


class InvalidMetric(ValueError):
    """The metric's name is not one."""


def record(*, customer: Customer, metric: str, value: Decimal, on: date, now: datetime) -> UsageReading:
    """Store a reading; a later one of the same metric and day replaces it. Raises InvalidMetric."""
    if not METRIC.fullmatch(metric):
        raise InvalidMetric("metric: use 1 to 64 small letters, digits and underscores, like seats_used")
    reading, _ = UsageReading.objects.update_or_create(
        customer=customer, metric=metric, on=on, defaults={"value": value, "received_at": now}
    )
    return reading


def of(customer: Customer) -> dict[str, list[tuple[date, Decimal]]]:
    """The customer's readings by metric, the oldest first, of as many days as a page shows."""
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = customer.usage.order_by("metric", "-on").values_list("metric", "on", "value")
    for metric, on, value in rows[: SHOWN_DAYS * 10]:
        found[metric].append((on, value))
    return {metric: readings[::-1][-SHOWN_DAYS:] for metric, readings in found.items()}

"""How much customers use, as the product tells: one reading per metric and day."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

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


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer the lost one's readings; returns how many. Part of the merge.

    Where both have one of the same metric and day, the one that came in last stays.
    """
    days = Q(customer=kept) | Q(customer=lost)
    newest: dict[tuple[str, date], int] = {}
    superseded = []
    for pk, metric, on in (
        UsageReading.objects.filter(days).order_by("received_at", "pk").values_list("pk", "metric", "on")
    ):
        if earlier := newest.get((metric, on)):
            superseded.append(earlier)
        newest[metric, on] = pk
    UsageReading.objects.filter(pk__in=superseded).delete()
    return UsageReading.objects.filter(customer=lost).update(customer=kept)

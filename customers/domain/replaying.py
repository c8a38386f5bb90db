"""Erasing again whoever a restored backup brought back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from customers.domain import erasure
from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from customers.domain.erasure_log import Line

AGAIN, ALREADY, UNKNOWN, ANOTHER = "again", "already", "unknown", "another"


def replay(*, lines: Iterable[Line], now: datetime) -> Counter[str]:
    """Erase each customer of the log; how many were erased again, already, are unknown, or are another.

    After a restore ids are given out once more: who was made after the erasure is somebody else.
    """
    tally: Counter[str] = Counter()
    for line in lines:
        customer = Customer.objects.filter(pk=line.customer_id).first()
        if customer is None:
            tally[UNKNOWN] += 1
        elif customer.created_at > line.at:
            tally[ANOTHER] += 1
        else:
            tally[AGAIN if erasure.erase(customer=customer, actor=None, now=now) else ALREADY] += 1
    return tally

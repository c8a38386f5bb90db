"""The other customers of the same account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from customers.models import Customer

if TYPE_CHECKING:
    from customers.models import Account

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Some of them, those who answered last first, and how many there are."""

    shown: list[Customer]
    total: int


def of(customer: Customer) -> Colleagues:
    """The account's other customers; nobody without an account."""
    account: Account | None = customer.account
    if account is None:
        return Colleagues([], 0)
    others = Customer.objects.current().filter(account=account).exclude(pk=customer.pk)
    ordered = others.order_by(F("last_answered_at").desc(nulls_last=True), "name", "pk")
    return Colleagues(list(ordered[:SHOWN]), others.count())

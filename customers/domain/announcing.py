"""Telling the rooms above that customers changed, once the change is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from customers.models import Customer
from customers.signals import contact_changed

if TYPE_CHECKING:
    from collections.abc import Collection

# Beyond so many, a receiver does better to look at everybody.
MANY = 1_000


def changed(customer_ids: Collection[int]) -> None:
    """Send `contact_changed` on commit, with the ids, or None for "many". Nobody changed: nothing is sent."""
    if not customer_ids:
        return
    ids = sorted(customer_ids) if len(customer_ids) <= MANY else None
    transaction.on_commit(lambda: _send(ids))


def everybody() -> None:
    """Send `contact_changed` for "many" on commit."""
    transaction.on_commit(lambda: _send(None))


def _send(ids: list[int] | None) -> None:
    # Robust: a receiver's failure is logged by Django, and its room has a sweep.
    contact_changed.send_robust(sender=Customer, customer_ids=ids)

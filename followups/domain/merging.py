"""Two customers become one: the follow-ups of both are the one's, with whoever has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.models import FollowUp

if TYPE_CHECKING:
    from customers.models import Customer


def previewed(*, lost: Customer) -> dict[str, int]:
    """How many rows `move` would move."""
    return {"follow-ups": FollowUp.objects.filter(customer=lost).count()}


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer every follow-up of the lost one; returns how many. Part of the merge."""
    return FollowUp.objects.filter(customer=lost).update(customer=kept)

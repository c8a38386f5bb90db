"""Two customers become one: the answers of both are the one's, and the newest is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responses.domain import latest
from responses.models import Response

if TYPE_CHECKING:
    from customers.models import Customer


def previewed(*, lost: Customer) -> dict[str, int]:
    """How many rows `move` would move."""
    return {"answers": Response.objects.filter(customer=lost).count()}


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer every answer of the lost one; returns how many. Part of the merge."""
    moved = Response.objects.filter(customer=lost).update(customer=kept)
    latest.look_again(response=Response(customer=kept))
    return moved

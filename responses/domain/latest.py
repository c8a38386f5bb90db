"""The latest answer on the customer's own row, so that look-ups need no join.

An answer whose address a visitor typed is nobody's for certain: it is shown there never.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.models import Customer
from responses.enums import ResponseState
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime


def note(*, response: Response, shown: datetime | None) -> None:
    """Show this answer on its customer, unless a newer one stands there or it does not count.

    `shown` is when the answer that stands there was given. The caller holds the customer's lock, which
    makes the comparison as good as one in the UPDATE.
    """
    if response.customer_id is None or response.typed_email or response.state != ResponseState.COUNTED:
        return
    if shown is None or shown <= response.answered_at:
        Customer.objects.filter(pk=response.customer_id).update(
            last_answered_at=response.answered_at, last_score=response.score
        )


def look_again(*, response: Response) -> None:
    """Show the customer's newest answer that counts; for when one began or ceased to count."""
    if response.customer_id is None:
        return
    proven = Response.objects.counted().filter(customer=response.customer_id, typed_email="")
    newest = proven.first()
    Customer.objects.filter(pk=response.customer_id).update(
        last_answered_at=newest.answered_at if newest else None, last_score=newest.score if newest else None
    )

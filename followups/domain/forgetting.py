"""An erased customer's follow-ups: the free text goes, what was done when by whom stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import working
from followups.models import Activity, FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer


def forget(*, customer: Customer, now: datetime) -> int:
    """Clear every note about this customer and close what is unfinished; the number of notes cleared.

    Part of the erasure's own transaction: all rooms forget, or none.
    """
    for followup in FollowUp.objects.unfinished().filter(customer=customer):
        working.close_erased(followup=followup, now=now)
    return Activity.objects.filter(followup__customer=customer).exclude(note="").update(note="")

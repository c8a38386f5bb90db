"""What was done about somebody's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.person_data import rows_of
from followups.models import Activity, FollowUp

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer

STAFF = ["assignee", "accountable", "actor"]


def collect(customer: Customer) -> Data:
    """Every row of this room about the person; who was given the work is about staff."""
    return {
        "Follow-ups": rows_of(FollowUp.objects.filter(customer=customer), without=["customer", *STAFF]),
        "What was done": rows_of(Activity.objects.filter(followup__customer=customer), without=STAFF),
    }

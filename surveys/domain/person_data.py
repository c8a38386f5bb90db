"""When somebody was asked, reminded or not asked and why, and which links they opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.person_data import rows_of
from surveys.models import Invitation, LinkOpen, QuietException, Reminder

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer


def collect(customer: Customer) -> Data:
    """Every row of this room about the person."""
    granted = QuietException.objects.filter(contact=customer.contact_id or 0)
    return {
        "Invitations to surveys": rows_of(
            Invitation.objects.filter(customer=customer), without=["customer", "contact"]
        ),
        "Reminders": rows_of(Reminder.objects.filter(invitation__customer=customer)),
        "Opened links": rows_of(LinkOpen.objects.filter(invitation__customer=customer)),
        "Shorter quiet periods": rows_of(granted, without=["contact", "granted_by"]),
    }

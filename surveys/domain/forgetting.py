"""What is left of an erased customer's invitations: that somebody was asked, when and by what campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from surveys.domain import planning, reminders
from surveys.models import Invitation, LinkOpen, QuietException, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer

# A refusing server repeats the address; a provider's name for a mail leads to its own copy.
SILENT = {"last_error": "", "provider_message_id": ""}
FORGOTTEN = "erased"


def forget(*, customer: Customer, contact_id: int | None, now: datetime) -> None:
    """Cancel what is planned, reminders too, and clear what could tell who it was; the facts stay.

    Part of the erasure's own transaction: all rooms forget, or none.
    """
    planning.forget(customer=customer, now=now)
    reminders.forget(customer=customer, now=now)
    spoken = ~Q(last_error="") | ~Q(provider_message_id="")
    Invitation.objects.filter(spoken, customer=customer).update(**SILENT)
    Reminder.objects.filter(spoken, invitation__customer=customer).update(**SILENT)
    LinkOpen.objects.filter(invitation__customer=customer).exclude(user_agent="").update(user_agent="")
    if contact_id is not None:
        _end_exceptions(contact_id, now)


def _end_exceptions(contact_id: int, now: datetime) -> None:
    """Nobody is left for whom a shorter quiet period was granted; the reason spoke of a person."""
    granted = QuietException.objects.filter(contact=contact_id)
    granted.filter(withdrawn_at=None, until__gt=now).update(withdrawn_at=now)
    granted.update(reason=FORGOTTEN)

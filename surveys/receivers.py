"""What the surveys room does when it hears from the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from customers.signals import contact_changed, customer_erased
from surveys.domain import planning

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer


@receiver(contact_changed, dispatch_uid="surveys.plan_again")
def plan_again(**kwargs: Any) -> None:
    """Dates, stages or addresses changed: have the campaigns look again soon."""
    planning.ring(now=timezone.now())


@receiver(customer_erased, dispatch_uid="surveys.forget_customer")
def forget_customer(*, customer: Customer, now: datetime, **kwargs: Any) -> None:
    """Nothing that is planned for an erased person may leave."""
    planning.forget(customer=customer, now=now)

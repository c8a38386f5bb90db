"""What the surveys room does when it hears from the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from customers.signals import contact_changed, customer_erased
from surveys.domain import planning, reminders, retention
from team.signals import change_previewed, sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from customers.models import Customer
    from team.models import Program


@receiver(contact_changed, dispatch_uid="surveys.plan_again")
def plan_again(**kwargs: Any) -> None:
    """Dates, stages or addresses changed: have the campaigns look again soon."""
    planning.ring(now=timezone.now())


@receiver(customer_erased, dispatch_uid="surveys.forget_customer")
def forget_customer(*, customer: Customer, now: datetime, **kwargs: Any) -> None:
    """Nothing that is planned for an erased person may leave."""
    planning.forget(customer=customer, now=now)
    reminders.forget(customer=customer, now=now)


@receiver(change_previewed, dispatch_uid="surveys.tell_effects")
def tell_effects(
    *, proposed: Program, fields: Collection[str], now: datetime, **kwargs: Any
) -> dict[str, str]:
    """How much other settings would remove, and which campaigns would miss it."""
    return retention.effects(program=proposed, fields=fields, now=now)


@receiver(sweep_due, dispatch_uid="surveys.sweep")
def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Opened links that were kept long enough."""
    return retention.sweep(program=program, now=now, is_over=is_over)

"""What the responses room does when the rooms below it change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from customers.signals import customer_erased
from responses.domain import forgetting

if TYPE_CHECKING:
    from customers.models import Customer


@receiver(customer_erased, dispatch_uid="responses.forget_reasons")
def forget_reasons(sender: object, customer: Customer, **kwargs: Any) -> None:
    """A person who is erased takes their words along."""
    forgetting.forget(customer=customer)

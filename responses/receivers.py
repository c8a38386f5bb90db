"""What the responses room does when the rooms below it change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from customers.signals import customer_erased, customer_merged, merge_previewed, person_data_requested
from responses.domain import forgetting, merging, person_data

if TYPE_CHECKING:
    from collections.abc import Collection

    from customers.domain.person_data import Data
    from customers.models import Customer


@receiver(customer_erased, dispatch_uid="responses.forget_reasons")
def forget_reasons(sender: object, customer: Customer, addresses: Collection[str], **kwargs: Any) -> None:
    """A person who is erased takes their words along."""
    forgetting.forget(customer=customer, addresses=addresses)


@receiver(customer_merged, dispatch_uid="responses.move_answers")
def move_answers(*, kept: Customer, lost: Customer, **kwargs: Any) -> None:
    """Inside the merge's transaction: an error here undoes the merge in every room."""
    merging.move(kept=kept, lost=lost)


@receiver(merge_previewed, dispatch_uid="responses.count_answers")
def count_answers(*, lost: Customer, **kwargs: Any) -> dict[str, int]:
    """What a merge would move here."""
    return merging.previewed(lost=lost)


@receiver(person_data_requested, dispatch_uid="responses.tell_person_data")
def tell_person_data(*, customer: Customer, **kwargs: Any) -> Data:
    """What is stored here about one person."""
    return person_data.collect(customer)

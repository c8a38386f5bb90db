"""Whose row is locked first. Everybody takes them in this order, so that no two wait for each other.

The customer; then what hangs on a follow-up (answers, messages, runs and their steps, consents, plan items);
then the follow-up; then the places of people and what was told of it. A row that names the customer may not
be stored by whoever holds a follow-up alone: the database takes the customer's row for it, and whoever merges
or erases has that one and waits for the follow-up.
"""

from __future__ import annotations

from customers.models import Customer
from followups.models import FollowUp


def customer(pk: int | None) -> None:
    """Lock a customer, not with its key, until the transaction ends. Nobody is None."""
    if pk is not None:
        list(Customer.objects.filter(pk=pk).select_for_update(no_key=True).values_list("pk", flat=True))


def customer_of(followup: FollowUp) -> None:
    """Lock whose follow-up it is; after a merge that we waited for, the one who is left."""
    held, whose = None, followup.customer_id
    while whose != held:
        customer(whose)
        held = whose
        whose = FollowUp.objects.filter(pk=followup.pk).values_list("customer", flat=True).get()

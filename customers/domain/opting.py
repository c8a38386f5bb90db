"""That a person agreed to be asked: when, and where they said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from customers.domain import announcing
from customers.models import Customer
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

FIELDS = ["opted_in_at", "opt_in_source"]


class NotYet(Exception):
    """Somebody cannot have agreed in the future."""


def record(*, customer: Customer, at: datetime, source: str, actor: User, now: datetime) -> bool:
    """Store an opt-in with its proof; audited. False when it is stored so already. Raises NotYet.

    It lifts no refusal: whoever unsubscribed or complained stays so.
    """
    if at > now:
        raise NotYet
    return _set(customer, at, source, "customer.opted_in", actor=actor, now=now)


def withdraw(*, customer: Customer, actor: User, now: datetime) -> bool:
    """The opt-in does not hold, or no longer; audited. False when there is none."""
    return _set(customer, None, "", "customer.opt_in_withdrawn", actor=actor, now=now)


def _set(
    customer: Customer, at: datetime | None, source: str, action: str, *, actor: User, now: datetime
) -> bool:
    with transaction.atomic():
        row = Customer.objects.current().select_for_update(no_key=True).get(pk=customer.pk)
        before = {"opted_in_at": row.opted_in_at, "opt_in_source": row.opt_in_source}
        changes = audit.differences(before, {"opted_in_at": at, "opt_in_source": source})
        if not changes:
            return False
        row.opted_in_at, row.opt_in_source, row.updated_at = at, source, now
        row.save(update_fields=[*FIELDS, "updated_at"])
        audit.log(actor=actor, action=action, subject=row, now=now, changes=changes)
        announcing.changed([row.pk])
    customer.opted_in_at, customer.opt_in_source = at, source
    return True

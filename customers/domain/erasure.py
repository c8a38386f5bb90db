"""Forgetting a person: the identity goes, what was counted stays, and so does the address's hash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from customers.domain import announcing, identities
from customers.models import Customer, Event, ImportRejection
from customers.signals import customer_erased
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

# What the row holds of nobody. The stage stays: it is coarse, and numbers are grouped by it.
NOBODY: dict[str, Any] = {
    "account": None,
    "contact": None,
    "email": "",
    "canonical_email": None,
    "name": "",
    "external_id": None,
    "phone": "",
    "language": "",
    "time_zone": "",
    "country": "",
    "joined_on": None,
    "first_purchase_on": None,
    "last_purchase_on": None,
    "purchase_count": 0,
    "renewal_on": None,
    "churned_on": None,
    "opted_in_at": None,
    "opt_in_source": "",
    "attributes": {},
    "last_answered_at": None,
    "last_score": None,
}


def erase(*, customer: Customer, actor: User | None, now: datetime) -> bool:
    """Make the row anonymous, in this room and in all above it, or in none. False when it was done before.

    The contact stays, known by its hash alone: a refusal and a quiet period outlive the person's
    record, so that an import next month does not ask somebody who asked to be forgotten.
    """
    with transaction.atomic():
        row = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        if row.erased_at is not None:
            return False
        _forget_rejected_rows(row)
        Event.objects.filter(customer=row).delete()
        contact_id = row.contact_id
        for field, value in NOBODY.items():
            setattr(row, field, value)
        row.erased_at = row.updated_at = now
        # Inside the transaction and not robust: a room that fails to forget stops the erasure.
        customer_erased.send(sender=Customer, customer=row, now=now)
        identities.forget(customer=row, contact_id=contact_id, now=now)
        # The row last: its key waits for planning, which has its invitations until then.
        row.save(update_fields=[*NOBODY, "erased_at", "updated_at"])
        audit.log(actor=actor, action="customer.erased", subject=row, now=now)
        announcing.changed([row.pk])
    customer.refresh_from_db()
    return True


def _forget_rejected_rows(row: Customer) -> None:
    """Rows of imports that were not taken repeat what the file said of the person."""
    rejected = ImportRejection.objects.annotate(text=Cast("row", TextField()))
    for address in filter(None, (row.email, row.canonical_email)):
        rejected.filter(text__icontains=address).delete()
    if row.external_id:
        # The whole cell: a short number may be part of any other.
        rejected.filter(text__icontains=json.dumps(row.external_id, ensure_ascii=False)).delete()

"""Forgetting a person: the identity goes, what was counted stays, and so does the address's hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from customers.domain import announcing, consent, erasure_log, identities, import_files
from customers.enums import BlockReason
from customers.models import Customer, Event, SupportCase, UsageReading
from customers.signals import customer_erased
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from team.models import User

SOURCE = "erasure"
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


def erase(*, customer: Customer, actor: User | None, now: datetime, stop: bool = False) -> bool:
    """Make the row anonymous, in this room and in all above it, or in none. False when it was done before.

    The contact stays, known by its hash alone: a refusal and a quiet period outlive the person's
    record, so that an import next month does not ask somebody who asked to be forgotten. With `stop`
    the address is refused from now on, whoever brings it back.
    """
    with transaction.atomic():
        row = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        if row.erased_at is not None:
            return False
        addresses, contact_id = identities.addresses_of(row), row.contact_id
        if stop and contact_id is not None:
            consent.block(
                contact_id=contact_id, reason=BlockReason.UNSUBSCRIBED, actor=actor, source=SOURCE, now=now
            )
        _forget_imports(row, addresses)
        for model in (Event, SupportCase, UsageReading):
            model._default_manager.filter(customer=row).delete()
        for field, value in NOBODY.items():
            setattr(row, field, value)
        row.erased_at = row.updated_at = now
        # Inside the transaction and not robust: a room that fails to forget stops the erasure.
        customer_erased.send(
            sender=Customer, customer=row, contact_id=contact_id, addresses=addresses, now=now
        )
        identities.forget(customer=row, contact_id=contact_id, now=now)
        # The row last: its key waits for planning, which has its invitations until then.
        row.save(update_fields=[*NOBODY, "erased_at", "updated_at"])
        audit.forget(subject=row)
        audit.log(actor=actor, action="customer.erased", subject=row, now=now)
        transaction.on_commit(lambda: erasure_log.note(row.pk, now))
        announcing.changed([row.pk])
    customer.refresh_from_db()
    return True


def _forget_imports(row: Customer, addresses: Collection[str]) -> None:
    """Files that were imported repeat what is known of the person, and so do rows that were not taken."""
    for run in import_files.finished():
        import_files.drop(run, with_rejections=False)
    import_files.rejected_about(addresses=addresses, external_id=row.external_id).delete()

"""The merge itself: every room moves what it has of one customer to the other, or none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from customers.domain import announcing, cases, consent, lifecycle, usage
from customers.domain.erasure import NOBODY
from customers.domain.merging import fields
from customers.enums import AliasKind
from customers.models import Customer, CustomerAlias, Event, NotDuplicate, StageChange
from customers.signals import customer_merged
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from team.models import User


class NotTwo(Exception):
    """They are the same customer, or one of them was erased or merged meanwhile."""


class Contradiction(Exception):
    """The chosen values cannot go together; the message says why."""


def merge(
    *, kept: Customer, lost: Customer, choices: Mapping[str, str], actor: User | None, now: datetime
) -> Customer:
    """Make two customers one; returns the one who is left. `choices` maps a field to "kept" or "lost".

    The other row stays, empty, and says whom it became; what it was known by finds the one who is left.
    The later quiet period counts, and whichever refused, refused. Raises NotTwo and Contradiction.
    """
    with transaction.atomic():
        kept, lost = _locked(kept.pk, lost.pk)
        values, taken = fields.values(kept, lost, choices)
        before = {(it.canonical_email, it.external_id, it.contact_id) for it in (kept, lost)}
        _set(kept, values)
        # Inside the transaction and not robust: a room that fails to move stops the merge. It finds the
        # values that count on `kept`, which is stored below: its invitations come before its contacts.
        customer_merged.send(sender=Customer, kept=kept, lost=lost, actor=actor, now=now)
        _move_history(kept, lost)
        _bury(lost, kept, now=now)
        _store(kept, values, now=now)
        _remember(kept, before)
        moves = [(contact, kept.contact_id) for _, _, contact in before if contact and kept.contact_id]
        consent.carry(moves=[(old, new) for old, new in moves if new and old != new], now=now)
        facts = {"merged": lost.pk, "taken": sorted(taken)}
        audit.log(actor=actor, action="customer.merged", subject=kept, now=now, changes=facts)
        announcing.changed([kept.pk])
    kept.refresh_from_db()
    return kept


def _locked(kept_id: int, lost_id: int) -> tuple[Customer, Customer]:
    # With their keys: identifiers change hands. In the order of their ids, as everybody locks several.
    rows = Customer.objects.current().filter(pk__in=[kept_id, lost_id]).select_related("account")
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if len(found) != 2:
        raise NotTwo
    return found[kept_id], found[lost_id]


def _set(kept: Customer, values: Mapping[str, object]) -> None:
    for field, value in values.items():
        setattr(kept, field, value)
    first, last = kept.first_purchase_on, kept.last_purchase_on
    if first and last and last < first:
        raise Contradiction("The last purchase would lie before the first: choose both from the same side.")


def _move_history(kept: Customer, lost: Customer) -> None:
    Event.objects.filter(customer=lost).update(customer=kept)
    cases.move(kept=kept, lost=lost)
    usage.move(kept=kept, lost=lost)
    StageChange.objects.filter(customer=lost).update(customer=kept)
    CustomerAlias.objects.filter(customer=lost).update(customer=kept)
    Customer.objects.filter(merged_into=lost).update(merged_into=kept)
    pairs = NotDuplicate.objects.filter(Q(first=lost) | Q(second=lost))
    for pair in pairs:
        other = pair.second_id if pair.first_id == lost.pk else pair.first_id
        if other != kept.pk:
            first, second = sorted([kept.pk, other])
            facts = {"decided_by_id": pair.decided_by_id, "decided_at": pair.decided_at}
            NotDuplicate.objects.get_or_create(first_id=first, second_id=second, defaults=facts)
    pairs.delete()


def _bury(lost: Customer, kept: Customer, *, now: datetime) -> None:
    for field, value in NOBODY.items():
        setattr(lost, field, value)
    lost.merged_into, lost.updated_at = kept, now
    lost.save(update_fields=[*NOBODY, "merged_into", "updated_at"])


def _store(kept: Customer, values: Mapping[str, object], *, now: datetime) -> None:
    stage = lifecycle.stage_now(customer=kept, program=Program.objects.current(), now=now)
    if stage != kept.stage:
        StageChange.objects.create(customer=kept, from_stage=kept.stage, to_stage=stage, changed_at=now)
    kept.stage, kept.updated_at = stage, now
    kept.save(update_fields=[*values, "stage", "updated_at"])


def _remember(kept: Customer, before: set[tuple[str | None, str | None, int | None]]) -> None:
    """Whatever one of the two was known by and the one who is left is not."""
    addresses = {address for address, _, _ in before if address} - {kept.canonical_email}
    identifiers = {identifier for _, identifier, _ in before if identifier} - {kept.external_id}
    names = [(AliasKind.EMAIL, it) for it in addresses] + [(AliasKind.EXTERNAL, it) for it in identifiers]
    for kind, value in names:
        CustomerAlias.objects.update_or_create(kind=kind, value=value, defaults={"customer": kept})

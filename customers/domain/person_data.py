"""All that is stored about one person, told by every room: what they may ask for, and take with them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from customers.domain import identities, import_files
from customers.models import (
    Account,
    Contact,
    Customer,
    CustomerAlias,
    Event,
    NotDuplicate,
    StageChange,
    SupportCase,
    UsageReading,
)
from customers.signals import person_data_requested
from team.domain import audit
from team.models import AuditEntry, Program

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model, QuerySet

    from team.models import User

    Rows = list[dict[str, Any]]
    Data = dict[str, Rows]

# What locks and links are made of tells nothing of a person, and lets whoever reads it act in their name.
SECRETS = {"hold_token", "claim_token", "address_hash", "visitor", "raw"}
# Other columns say the same.
REPEATED = {"canonical_email", "sort_name", "search_text"}


def collect(*, customer: Customer, now: datetime) -> Data:
    """Every row about the person, by what it is; headings without rows are left out. Changes nothing."""
    data = _here(customer)
    answers: list[tuple[Any, Any]] = person_data_requested.send(Customer, customer=customer, now=now)
    for _, told in answers:
        data |= told
    return {heading: rows for heading, rows in data.items() if rows}


def export(*, customer: Customer, actor: User, now: datetime) -> dict[str, Any]:
    """The same as a document, to be handed to the person; audited with how much it was."""
    with transaction.atomic():
        data = collect(customer=customer, now=now)
        facts = {"rows": sum(len(rows) for rows in data.values())}
        audit.log(actor=actor, action="customer.exported", subject=customer, now=now, changes=facts)
    return {
        "company": Program.objects.current().company,
        "made_at": now.isoformat(),
        "about": f"customer {customer.pk}",
        "data": data,
    }


def rows_of(rows: QuerySet[Any], *, without: Collection[str] = ()) -> Rows:
    """The rows with all of their columns as plain values, so that no new column is ever forgotten.

    Left out are empty ones, SECRETS, REPEATED and `without`. Of staff their name is told, of other rows
    the words that stand for them.
    """
    hidden = SECRETS | REPEATED | set(without)
    related = [field.name for field in rows.model._meta.concrete_fields if field.is_relation]
    return [_row(row, hidden) for row in rows.select_related(*related).order_by("pk")]


def _here(customer: Customer) -> Data:
    pair = Q(first=customer) | Q(second=customer)
    trail = Q(subject_type="customers.customer", subject_id=str(customer.pk))
    if customer.contact_id:
        trail |= Q(subject_type="customers.contact", subject_id=str(customer.contact_id))
    return {
        "Person": rows_of(Customer.objects.filter(Q(pk=customer.pk) | Q(merged_into=customer))),
        "Company": rows_of(Account.objects.filter(pk=customer.account_id or 0)),
        "May we write": rows_of(Contact.objects.filter(pk=customer.contact_id or 0)),
        "Known before as": rows_of(CustomerAlias.objects.filter(customer=customer), without=["customer"]),
        "Segments": rows_of(StageChange.objects.filter(customer=customer), without=["customer"]),
        "Events": rows_of(Event.objects.filter(customer=customer), without=["customer"]),
        "Support cases": rows_of(SupportCase.objects.filter(customer=customer), without=["customer"]),
        "Usage": rows_of(UsageReading.objects.filter(customer=customer), without=["customer"]),
        "Not the same as": rows_of(NotDuplicate.objects.filter(pair)),
        "Rows of imports that were not taken": rows_of(
            import_files.rejected_about(
                addresses=identities.addresses_of(customer), external_id=customer.external_id
            )
        ),
        "What was changed": rows_of(AuditEntry.objects.filter(trail), without=["actor", "actor_label"]),
    }


def _row(row: Model, hidden: set[str]) -> dict[str, Any]:
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in hidden or value in (None, "", [], {}):
            continue
        values[field.name] = str(getattr(row, field.name)) if field.is_relation else plain(value)
    return values


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID | timedelta) else value

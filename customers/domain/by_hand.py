"""Customers and companies that staff add and edit on a page: through the intake, and audited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from customers.domain import companies, intake
from customers.domain.facts import InvalidFacts, clean
from customers.enums import ImportMode, Source
from customers.models import Account, Customer
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from team.models import User

# What the audit trail tells of a customer: what can be said of one, and their company by name.
AUDITED = (
    "email", "external_id", "name", "phone", "language", "time_zone", "country", "source", "joined_on",
    "first_purchase_on", "last_purchase_on", "purchase_count", "renewal_on", "churned_on", "opted_in_at",
    "opt_in_source", "attributes",
)  # fmt: skip
OF_ACCOUNT = (
    "name", "external_id", "manager", "country", "industry", "annual_revenue", "currency", "renewal_on",
    "churned_on",
)  # fmt: skip


def add(*, facts: Mapping[str, object], actor: User, now: datetime) -> Customer:
    """Store somebody new. Raises InvalidFacts, also for somebody who is known already."""
    cleaned = clean(facts)
    with transaction.atomic():
        (outcome,) = intake.absorb(batch=[cleaned], source=Source.STAFF, now=now, mode=ImportMode.CREATE)
        if isinstance(outcome, InvalidFacts):
            raise outcome
        audit.log(actor=actor, action="customer.added", subject=outcome.customer, now=now)
    return outcome.customer


def edit(*, customer: Customer, facts: Mapping[str, object], actor: User, now: datetime) -> bool:
    """Change what is told of a customer; False when that is nothing new. The old address's hold goes along.

    Raises InvalidFacts, also where an identifier is somebody else's, and Customer.DoesNotExist for
    somebody who was erased or merged meanwhile.
    """
    with transaction.atomic():
        before = _told(Customer.objects.select_related("account").get(pk=customer.pk))
        changed = intake.change(customer=customer, facts=facts, now=now).customer
        differences = audit.differences(before, _told(changed))
        if differences:
            audit.log(actor=actor, action="customer.changed", subject=changed, now=now, changes=differences)
    return bool(differences)


def edit_account(*, account: Account, facts: Mapping[str, object], actor: User, now: datetime) -> bool:
    """Change what is told of a company; False when that is nothing new. Raises InvalidFacts."""
    with transaction.atomic():
        before = _of_account(Account.objects.select_related("manager").get(pk=account.pk))
        changed = companies.change(account=account, facts=facts, now=now)
        differences = audit.differences(before, _of_account(changed))
        if differences:
            audit.log(actor=actor, action="account.changed", subject=changed, now=now, changes=differences)
    return bool(differences)


def _told(customer: Customer) -> dict[str, Any]:
    found = {name: getattr(customer, name) for name in AUDITED}
    return found | {"company": str(customer.account or ""), "attributes": dict(customer.attributes)}


def _of_account(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in OF_ACCOUNT} | {"manager": str(account.manager or "")}

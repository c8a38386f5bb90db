"""The language that somebody wants to be written to in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from customers.domain import announcing
from customers.models import Customer
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact
    from team.models import User


def choose(*, contact: Contact, language: str, actor: User | None, source: str, now: datetime) -> int:
    """Write to whoever has this address in this language from now on; audited. How many that changed."""
    with transaction.atomic():
        people = Customer.objects.current().filter(contact=contact).exclude(language=language)
        changed = list(people.select_for_update(no_key=True).order_by("pk"))
        for customer in changed:
            changes = {"language": [customer.language, language], "source": source}
            customer.language, customer.updated_at = language, now
            customer.save(update_fields=["language", "updated_at"])
            audit.log(actor=actor, action="customer.language", subject=customer, now=now, changes=changes)
        announcing.changed([customer.pk for customer in changed])
    return len(changed)

"""Filters over customers, their addresses and their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact, Customer, Event


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers that chain by plain words."""

    def current(self) -> CustomerQuerySet:
        """Those who were not erased."""
        return self.filter(erased_at=None)

    def in_stage(self, stage: str) -> CustomerQuerySet:
        """Members of one lifecycle stage."""
        return self.filter(stage=stage)

    def search(self, words: str) -> CustomerQuerySet:
        """Whoever has these words in name, address, phone number, company or identifier."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(phone__icontains=word)
                | Q(external_id__iexact=word)
                | Q(account__name__icontains=word)
            )
        return found


class ContactQuerySet(models.QuerySet["Contact"]):
    """Address records."""

    def writable(self) -> ContactQuerySet:
        """Those we may write to at all."""
        return self.filter(blocked_reason="")

    def free(self, *, now: datetime) -> ContactQuerySet:
        """Those whose quiet period is over, boundary instant included."""
        return self.filter(Q(next_survey_at=None) | Q(next_survey_at__lte=now))


class EventQuerySet(models.QuerySet["Event"]):
    """What happened to customers."""

    def named(self, name: str) -> EventQuerySet:
        """Events of one name."""
        return self.filter(name=name)


def own_or_account(field: str, prefix: str = "") -> Coalesce | F:
    """A customer's date: their own, else their account's. `prefix` leads to the customer (`customer__`)."""
    if field in {"renewal_on", "churned_on"}:
        return Coalesce(F(f"{prefix}{field}"), F(f"{prefix}account__{field}"))
    return F(f"{prefix}{field}")

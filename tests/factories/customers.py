"""Customers, their companies and what happened to them, for tests."""

from __future__ import annotations

from django.conf import settings
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from core.addresses import address_hash, canonical_email
from customers.enums import Stage
from customers.models import Account, Contact, Customer, Event
from tests.moments import NOW


class AccountFactory(DjangoModelFactory[Account]):
    """A company with a name and an identifier."""

    class Meta:
        model = Account

    name = Sequence(lambda n: f"Company {n}")
    external_id = Sequence(lambda n: f"A-{n}")


class ContactFactory(DjangoModelFactory[Contact]):
    """The record of one address: free and not blocked. `address` is what it is the hash of."""

    class Meta:
        model = Contact
        exclude = ("address",)
        django_get_or_create = ("address_hash",)

    address = Sequence(lambda n: f"contact{n}@customers.example")
    address_hash = LazyAttribute(
        lambda contact: address_hash(canonical_email(contact.address), settings.ADDRESS_HASH_KEY.encode())
    )


class CustomerFactory(DjangoModelFactory[Customer]):
    """A person with an address and its contact. Without an address: `email="", contact=None`."""

    class Meta:
        model = Customer

    name = Sequence(lambda n: f"Customer {n}")
    email = Sequence(lambda n: f"customer{n}@customers.example")
    canonical_email = LazyAttribute(
        lambda customer: canonical_email(customer.email) if customer.email else None
    )
    contact = LazyAttribute(lambda customer: ContactFactory(address=customer.email))
    external_id = Sequence(lambda n: f"C-{n}")
    stage = Stage.PROSPECT


class EventFactory(DjangoModelFactory[Event]):
    """A support case that was closed just now."""

    class Meta:
        model = Event

    customer = SubFactory(CustomerFactory)
    name = "support_case_closed"
    occurred_at = NOW
    received_at = NOW

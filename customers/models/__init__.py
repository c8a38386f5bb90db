"""Who we ask."""

from customers.models.account import Account
from customers.models.audience import AttributeDefinition, Audience, Launch
from customers.models.case import SupportCase, UsageReading
from customers.models.contact import Contact
from customers.models.customer import Customer, CustomerAlias, StageChange
from customers.models.duplicate import NotDuplicate
from customers.models.event import Event
from customers.models.importing import ImportMapping, ImportRejection, ImportRun

__all__ = [
    "Account",
    "AttributeDefinition",
    "Audience",
    "Contact",
    "Customer",
    "CustomerAlias",
    "Event",
    "ImportMapping",
    "ImportRejection",
    "ImportRun",
    "Launch",
    "NotDuplicate",
    "StageChange",
    "SupportCase",
    "UsageReading",
]

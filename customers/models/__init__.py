"""Who we ask."""

from customers.models.account import Account
from customers.models.contact import Contact
from customers.models.customer import Customer, StageChange
from customers.models.event import Event
from customers.models.importing import ImportRejection, ImportRun

__all__ = ["Account", "Contact", "Customer", "Event", "ImportRejection", "ImportRun", "StageChange"]

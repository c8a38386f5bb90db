"""Which customers and imports somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.models import Customer, ImportRun
from team.enums import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from customers.querysets import CustomerQuerySet
    from team.models import User


def customers_for(user: User) -> CustomerQuerySet:
    """Everybody on the staff sees every customer that was not erased; nobody else sees any."""
    return Customer.objects.current() if user.is_active else Customer.objects.none()


def imports_for(user: User) -> QuerySet[ImportRun]:
    """The imports, for those who may import."""
    return ImportRun.objects.all() if user.may(Role.MANAGER) else ImportRun.objects.none()

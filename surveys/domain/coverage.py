"""Whom we have not heard from: advocates nobody asked, accounts without a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q

from core import calendars
from customers.enums import Stage
from customers.models import Account, Customer

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.querysets import CustomerQuerySet
    from team.models import Program

MONTHS = 12


def since(*, program: Program, now: datetime, months: int = MONTHS) -> datetime:
    """The start of the local day so many calendar months ago: what came before it is too long ago."""
    zone = ZoneInfo(program.time_zone)
    return calendars.start_of_day(calendars.add_months(calendars.local_day(now, zone), -months), zone)


def advocates_unasked(*, program: Program, now: datetime, months: int = MONTHS) -> CustomerQuerySet:
    """Advocates whom nobody asked for so long, in the order of names (G34).

    Page it with `customers.domain.paging.page_of`, count it with `.count()`.
    """
    line = since(program=program, now=now, months=months)
    unasked = Q(contact=None) | Q(contact__last_asked_at=None) | Q(contact__last_asked_at__lt=line)
    return Customer.objects.current().in_stage(Stage.ADVOCATE).filter(unasked).by_label()


def silent_accounts(*, program: Program, now: datetime, months: int = MONTHS) -> QuerySet[Account]:
    """Accounts that buy from us and of whom nobody answered for so long, in the order of names.

    Each with `people`, how many we know there, and `asked_at`, when one of them was asked last: None
    means never, so that "asked without an answer" and "never asked" are told apart.
    """
    line = since(program=program, now=now, months=months)
    people = Customer.objects.current().filter(account=OuterRef("pk")).order_by()
    buyers = people.exclude(stage__in=[Stage.PROSPECT, Stage.LOSS])
    here = Q(customers__erased_at=None, customers__merged_into=None)
    return (
        Account.objects.filter(Exists(buyers), ~Exists(people.filter(last_answered_at__gte=line)))
        .annotate(
            people=Count("customers", filter=here),
            asked_at=Max("customers__contact__last_asked_at", filter=here),
        )
        .order_by("name", "pk")
    )

"""What other programs tell of the sample's customers: how much they use, and what support works on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F

from customers.domain import cases
from customers.enums import CaseState, Stage
from customers.models import Customer, SupportCase, UsageReading
from nps_project.sample import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from random import Random

METRICS = ("shipments", "active_users")
# Days before today on which the product told.
TOLD = (82, 66, 51, 37, 22, 8)
# Of a hundred customers, whose use has fallen lately.
FALLING = 8
# Of so many customers one has a case that support still works on.
ONE_OPEN_IN = 30
# How many hours closed cases had been open, in turn.
OPEN_FOR = (3, 20, 52)


def tell(*, random: Random, today: date, now: datetime) -> None:
    """Readings of the last three months, open cases, and since when the closed ones had been open."""
    people = Customer.objects.exclude(stage__in=[Stage.PROSPECT, Stage.LOSS]).order_by("pk")
    buyers = list(people)
    found = [reading for customer in buyers for reading in _readings(customer, random, today, now)]
    UsageReading.objects.bulk_create(found, batch_size=500)
    for customer in random.sample(buyers, len(buyers) // ONE_OPEN_IN):
        opened_at = now - timedelta(hours=random.randrange(2, 200))
        cases.keep(
            customer=customer,
            external_id=f"SC-{opened_at:%y%m%d}-{customer.pk}",
            state=CaseState.OPEN,
            subject=random.choice(words.CASES),
            at=opened_at,
            now=now,
        )
    closed = SupportCase.objects.filter(state=CaseState.CLOSED).alias(turn=F("pk") % len(OPEN_FOR))
    for turn, hours in enumerate(OPEN_FOR):
        closed.filter(turn=turn).update(opened_at=F("closed_at") - timedelta(hours=hours))


def _readings(customer: Customer, random: Random, today: date, now: datetime) -> Iterator[UsageReading]:
    falls = random.randrange(100) < FALLING
    for metric in METRICS:
        level = random.randrange(20, 400)
        for days in TOLD:
            on = today - timedelta(days=days)
            lately = 0.4 if falls and days < 30 else 1.0
            value = Decimal(round(level * lately * random.uniform(0.9, 1.1)))
            if customer.first_purchase_on and on >= customer.first_purchase_on:
                yield UsageReading(customer=customer, metric=metric, on=on, value=value, received_at=now)

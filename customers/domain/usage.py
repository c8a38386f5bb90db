"""How much customers use, as the product tells: one reading per metric and day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils.dateformat import format as date_format

from core.rounding import round_half_away
from customers.models import UsageReading

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from customers.models import Customer

METRIC = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
# A page shows so much of the time before the newest reading.
SHOWN = timedelta(days=400)
# A reading is held against one that is so much older.
APART = timedelta(days=30)


class InvalidMetric(ValueError):
    """The metric's name is not one."""


@dataclass(frozen=True, slots=True)
class Metric:
    """How much of one thing a customer uses, the oldest reading first; there is one at least."""

    name: str
    readings: list[tuple[date, Decimal]]

    @property
    def label(self) -> str:
        """The name for people: "Seats used"."""
        return self.name.replace("_", " ").strip().capitalize() or self.name

    @property
    def on(self) -> date:
        """The day of the newest reading."""
        return self.readings[-1][0]

    @property
    def latest(self) -> Decimal:
        """The newest reading."""
        return self.readings[-1][1]

    @property
    def earlier(self) -> tuple[date, Decimal] | None:
        """What the newest is held against: the last one of a month before it, else the first there is."""
        old = [reading for reading in self.readings if reading[0] <= self.on - APART]
        return old[-1] if old else next(iter(self.readings[:-1]), None)

    @property
    def change(self) -> int | None:
        """Against the earlier reading, in whole percent; None from nothing, or with one reading alone."""
        before = self.earlier
        return round_half_away(100 * (self.latest - before[1]) / before[1]) if before and before[1] else None

    @property
    def words(self) -> str:
        """The same as people say it: "12% less than on Sep 3"."""
        before = self.earlier
        if before is None:
            return "the only reading so far"
        day = date_format(before[0], "M j" if before[0].year == self.on.year else "M j, Y")
        if self.latest == before[1]:
            return f"as on {day}"
        if self.change is None:
            return f"up from 0 on {day}" if self.latest > 0 else f"down from 0 on {day}"
        if not self.change:
            return f"about as on {day}"
        return f"{abs(self.change):,}% {'more' if self.latest > before[1] else 'less'} than on {day}"


def record(*, customer: Customer, metric: str, value: Decimal, on: date, now: datetime) -> UsageReading:
    """Store a reading; a later one of the same metric and day replaces it. Raises InvalidMetric."""
    if not METRIC.fullmatch(metric):
        raise InvalidMetric("metric: use 1 to 64 small letters, digits and underscores, like seats_used")
    reading, _ = UsageReading.objects.update_or_create(
        customer=customer, metric=metric, on=on, defaults={"value": value, "received_at": now}
    )
    return reading


def of(customer: Customer) -> dict[str, list[tuple[date, Decimal]]]:
    """The customer's readings by metric, the oldest first, of as many days as a page shows."""
    newest = customer.usage.aggregate(on=Max("on"))["on"]
    if newest is None:
        return {}
    found: dict[str, list[tuple[date, Decimal]]] = {}
    rows = customer.usage.filter(on__gt=newest - SHOWN).order_by("metric", "on")
    for metric, on, value in rows.values_list("metric", "on", "value"):
        found.setdefault(metric, []).append((on, value))
    return found


def metrics_of(customer: Customer) -> list[Metric]:
    """The same, ready to be shown."""
    return [Metric(name, readings) for name, readings in of(customer).items()]


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer the lost one's readings; returns how many. Part of the merge.

    Where both have one of the same metric and day, the one that came in last stays.
    """
    days = Q(customer=kept) | Q(customer=lost)
    newest: dict[tuple[str, date], int] = {}
    superseded = []
    for pk, metric, on in (
        UsageReading.objects.filter(days).order_by("received_at", "pk").values_list("pk", "metric", "on")
    ):
        if earlier := newest.get((metric, on)):
            superseded.append(earlier)
        newest[metric, on] = pk
    UsageReading.objects.filter(pk__in=superseded).delete()
    return UsageReading.objects.filter(customer=lost).update(customer=kept)

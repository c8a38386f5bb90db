"""Periods of some calendar months, and each customer's own day in them: pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.calendars import add_months
from customers.models.customer import SPREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Period:
    """One round of a cycle: its first day, and its length in days."""

    starts_on: date
    length: int

    @property
    def next_starts_on(self) -> date:
        """The first day of the round after it."""
        return self.starts_on + timedelta(days=self.length)

    def day_of(self, spread: int) -> date:
        """The day of a customer with this spread. Whole numbers alone, as in SQL."""
        return self.starts_on + timedelta(days=spread * self.length // SPREAD)

    def first_spread(self, day: date) -> int:
        """The lowest spread that has this day."""
        return -((self.starts_on - day).days * SPREAD // self.length)

    def first_spread_after(self, day: date) -> int:
        """The lowest spread that has a later day."""
        return self.first_spread(day + timedelta(days=1))


def periods(campaign: Campaign, *, since: date, until: date) -> Iterator[Period]:
    """The rounds that touch these days, in order; none before the anchor.

    Months count from the anchor each time: a cycle that began on the 31st is not worn down to the 28th.
    """
    anchor, months = campaign.cycle_anchor_on, campaign.cycle_months
    if anchor is None or until < anchor:
        return
    number = max(0, (since.year - anchor.year) * 12 + since.month - anchor.month) // months
    number = max(0, number - 1)
    starts_on = add_months(anchor, number * months)
    while starts_on <= until:
        next_starts_on = add_months(anchor, (number + 1) * months)
        if next_starts_on > since:
            yield Period(starts_on, (next_starts_on - starts_on).days)
        number, starts_on = number + 1, next_starts_on

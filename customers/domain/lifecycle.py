"""Where a customer stands: five stages by their dates, first match wins, and a history of moves.

`stage_of` is the rule for one customer; `customers.querysets.stage_expression` is the same rule for a
whole table. A property test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from core.calendars import local_day
from customers.domain import announcing
from customers.enums import Stage
from customers.models import Customer, StageChange
from customers.querysets import Thresholds, stage_expression
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime


# Rows moved in one transaction: short enough that nobody waits, and below SQLite's parameters.
SLICE = 5_000


@dataclass(frozen=True, slots=True)
class Dates:
    """What a stage depends on. Renewal and churn are the customer's own, else their account's."""

    joined_on: date | None = None
    first_purchase_on: date | None = None
    last_purchase_on: date | None = None
    purchase_count: int = 0
    renewal_on: date | None = None
    churned_on: date | None = None

    def has_purchased(self, today: date) -> bool:
        """A counted purchase, or one with a date that has come."""
        return self.purchase_count > 0 or any(
            on is not None and on <= today for on in (self.first_purchase_on, self.last_purchase_on)
        )

    def is_lost(self, today: date) -> bool:
        """The churn date has come, and no purchase is dated after it."""
        left_on = self.churned_on
        return (
            left_on is not None
            and left_on <= today
            and all(on is None or on <= left_on for on in (self.first_purchase_on, self.last_purchase_on))
        )

    def member_since(self) -> date | None:
        """The day they joined, else the day of their first purchase."""
        return self.joined_on or self.first_purchase_on


def thresholds_of(program: Program) -> Thresholds:
    """The program's limits between the stages."""
    return Thresholds(
        new_customer_days=program.new_customer_days,
        renewal_days=program.renewal_days,
        advocate_purchases=program.advocate_purchases,
        advocate_months=program.advocate_months,
    )


def dates_of(customer: Customer) -> Dates:
    """A customer's effective dates and counts. Reads the account when there is one."""
    account = customer.account
    return Dates(
        joined_on=customer.joined_on,
        first_purchase_on=customer.first_purchase_on,
        last_purchase_on=customer.last_purchase_on,
        purchase_count=customer.purchase_count,
        renewal_on=customer.renewal_on or (account.renewal_on if account else None),
        churned_on=customer.churned_on or (account.churned_on if account else None),
    )


def stage_of(*, dates: Dates, thresholds: Thresholds, today: date) -> Stage:
    """The stage on a local day. Both ends of "within so many days" count."""
    if dates.is_lost(today):
        return Stage.LOSS
    purchased = dates.has_purchased(today)
    if not purchased:
        return Stage.PROSPECT
    if dates.first_purchase_on and dates.first_purchase_on >= thresholds.new_since(today):
        return Stage.NEW
    if dates.renewal_on and today <= dates.renewal_on <= thresholds.renewal_until(today):
        return Stage.RENEWAL
    since = dates.member_since()
    if (
        dates.purchase_count >= thresholds.advocate_purchases
        and since is not None
        and since <= thresholds.advocate_since(today)
    ):
        return Stage.ADVOCATE
    return Stage.ESTABLISHED


def today_of(program: Program, *, now: datetime) -> date:
    """The program's local day."""
    return local_day(now, ZoneInfo(program.time_zone))


def stage_now(*, customer: Customer, program: Program, now: datetime) -> Stage:
    """The stage a customer is in at this instant, whatever is stored."""
    return stage_of(
        dates=dates_of(customer), thresholds=thresholds_of(program), today=today_of(program, now=now)
    )


def refresh(*, now: datetime, customer_ids: Collection[int] | None = None) -> int:
    """Move whoever is not where they belong, all or just these, and keep the history.

    Returns how many moved. Works in slices, each its own transaction; running it twice moves nobody.
    """
    program = Program.objects.current()
    due = stage_expression(thresholds_of(program), today_of(program, now=now))
    stale = Customer.objects.current().annotate(due_stage=due).exclude(due_stage=F("stage"))
    if customer_ids is not None:
        stale = stale.filter(pk__in=customer_ids)
    # Locked, so that the move we write is the move we saw. The order is the house's: by id.
    locked = stale.order_by("pk").select_for_update(of=("self",), no_key=True)
    rows = locked.values_list("pk", "stage", "due_stage")
    moved, last, full = 0, 0, True
    while full:
        with transaction.atomic():
            ids = _move(rows.filter(pk__gt=last)[:SLICE], now=now)
            announcing.changed(ids)
        moved, full = moved + len(ids), len(ids) == SLICE
        last = max(ids, default=last)
    return moved


def refresh_due(*, now: datetime) -> int:
    """Refresh once a day of the program's, or when nobody ever did: returns how many moved."""
    program = Program.objects.current()
    today = today_of(program, now=now)
    if program.stages_refreshed_on == today:
        return 0
    moved = refresh(now=now)
    # Whoever changes a threshold clears the day; a change in the meantime keeps its turn.
    Program.objects.filter(pk=program.pk, stages_refreshed_on=program.stages_refreshed_on).update(
        stages_refreshed_on=today
    )
    return moved


def _move(rows: Iterable[tuple[int, str, str]], *, now: datetime) -> list[int]:
    """Put each (id, stage, due stage) where it belongs; returns the ids."""
    moves = sorted(rows, key=lambda row: row[2])
    for target, members in groupby(moves, key=lambda row: row[2]):
        Customer.objects.filter(pk__in=[pk for pk, _, _ in members]).update(stage=target, updated_at=now)
    StageChange.objects.bulk_create(
        StageChange(customer_id=pk, from_stage=was, to_stage=target, changed_at=now)
        for pk, was, target in moves
    )
    return [pk for pk, _, _ in moves]

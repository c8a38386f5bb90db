"""Who moved from stage to stage, and who would under other limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from core.calendars import month_starts, start_of_day
from customers.domain import lifecycle
from customers.enums import Stage
from customers.models import Customer, StageChange
from customers.querysets import Thresholds, stage_expression

if TYPE_CHECKING:
    from datetime import date, datetime

    from team.models import Program

MONTHS = 12
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Move:
    """So many customers from one stage to another."""

    was: Stage
    to: Stage
    number: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month's moves: into each stage in the order of `Stage`, and in all."""

    first: date
    arrivals: list[int]

    @property
    def total(self) -> int:
        """All moves of the month."""
        return sum(self.arrivals)


def forecast(*, thresholds: Thresholds, program: Program, now: datetime) -> list[Move]:
    """Who would be elsewhere today if these were the limits, the largest group first.

    By the expression that moves them, with the limits of now and with these; nothing is written. Whoever
    has to move anyway, because a day has passed, does not count.
    """
    today = lifecycle.today_of(program, now=now)
    held = stage_expression(lifecycle.thresholds_of(program), today)
    due = stage_expression(thresholds, today)
    rows = (
        Customer.objects.current().annotate(held_stage=held, due_stage=due).exclude(due_stage=F("held_stage"))
    )
    counted = rows.order_by().values_list("held_stage", "due_stage").annotate(number=Count("pk"))
    moves = [Move(Stage(was), Stage(to), number) for was, to, number in counted]
    return sorted(moves, key=lambda move: (-move.number, list(Stage).index(move.was)))


def history(*, program: Program, now: datetime) -> list[Month]:
    """The moves of the last twelve months, this one first; whoever was new has not moved."""
    zone = ZoneInfo(program.time_zone)
    firsts = month_starts(lifecycle.today_of(program, now=now), MONTHS)
    rows = StageChange.objects.filter(changed_at__gte=start_of_day(firsts[0], zone)).exclude(from_stage="")
    month = TruncMonth("changed_at", tzinfo=zone)
    counted = rows.order_by().annotate(month=month).values_list("month", "to_stage").annotate(n=Count("pk"))
    found = {(at.date(), to): number for at, to, number in counted}
    return [Month(first, [found.get((first, stage), 0) for stage in Stage]) for first in reversed(firsts)]


def recent(*, to: str = "", before: int | None = None) -> tuple[list[StageChange], int | None]:
    """The latest moves, into one stage or any; and from which the next page goes on."""
    rows = StageChange.objects.exclude(from_stage="").filter(customer__erased_at=None)
    if to:
        rows = rows.filter(to_stage=to)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("customer__account").order_by("-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return shown, shown[-1].pk if len(found) > PER_PAGE else None

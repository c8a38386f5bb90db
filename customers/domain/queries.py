"""What the list of customers asks of the tables: the chosen rows, how many they are, how many are where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from core.calendars import start_of_day
from customers.domain import searching
from customers.domain.audiences import condition
from customers.domain.audiences.reach import Reach, may_be_asked
from customers.models import Customer, StageChange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from customers.querysets import CustomerQuerySet
    from team.models import Program

# Whoever needs the exact number of more than this asks for it.
COUNTED = 10_000
FEW = 1_000
RECENT = timedelta(days=30)


def narrowed(
    rows: CustomerQuerySet, *, chosen: Mapping[str, Any], program: Program, now: datetime
) -> CustomerQuerySet:
    """The rows that fit what was chosen in the filter; days are those of the program's zone.

    `rules` among what was chosen are those of a saved audience.
    """
    if chosen.get("q"):
        rows = searching.found(rows, chosen["q"])
    if chosen.get("stage"):
        rows = rows.in_stage(chosen["stage"])
    if chosen.get("band"):
        rows = rows.in_band(chosen["band"])
    if chosen.get("country"):
        rows = rows.in_country(chosen["country"])
    if chosen.get("rules"):
        rows = rows.filter(condition(chosen["rules"], program=program, now=now))
    return _surveyed(rows, chosen, program=program, now=now)


def settled(rows: CustomerQuerySet) -> CustomerQuerySet:
    """The same rows, by their ids where they are few: found once, then put in any order at no cost.

    Where they are many, walking the index of an order meets a page of them soon.
    """
    ids = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(ids) > FEW:
        return rows
    found: CustomerQuerySet = Customer.objects.filter(pk__in=ids)
    return found


def shown(rows: CustomerQuerySet) -> CustomerQuerySet:
    """The rows with all that a list says of them."""
    return rows.select_related("account__manager", "contact").with_effective_dates()


def count_of(rows: CustomerQuerySet, *, exactly: bool = False) -> tuple[int, bool]:
    """How many there are, and whether that is all: counting stops at COUNTED unless told otherwise."""
    if exactly:
        return rows.count(), True
    found = rows.order_by().values("pk")[: COUNTED + 1].count()
    return min(found, COUNTED), found <= COUNTED


def tally_stages(rows: CustomerQuerySet) -> dict[str, int]:
    """How many customers are in each stage."""
    return dict(rows.order_by().values_list("stage").annotate(number=Count("pk")))


def tally_arrivals(*, now: datetime) -> dict[str, int]:
    """How many moves into each stage there were in the last 30 days."""
    recent = StageChange.objects.filter(changed_at__gt=now - RECENT).exclude(from_stage="")
    return dict(recent.order_by().values_list("to_stage").annotate(number=Count("pk")))


def _surveyed(
    rows: CustomerQuerySet, chosen: Mapping[str, Any], *, program: Program, now: datetime
) -> CustomerQuerySet:
    zone = ZoneInfo(program.time_zone)
    match chosen.get("surveyed"):
        case "never":
            return rows.never_surveyed()
        case "free":
            return rows.filter(may_be_asked(Reach(program, now)))
        case "quiet":
            return rows.quiet(now=now)
        case "before" if chosen.get("day"):
            return rows.surveyed_before(start_of_day(chosen["day"], zone))
        case "since" if chosen.get("day"):
            return rows.surveyed_since(start_of_day(chosen["day"], zone))
    return rows

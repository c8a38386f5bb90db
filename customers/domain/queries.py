"""What the list of customers asks of the tables: the chosen rows, a page of them, how many are where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from core.calendars import start_of_day
from customers.models import Customer, StageChange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from customers.querysets import CustomerQuerySet

PER_PAGE = 50
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a long list, and the ids from which the neighboring pages begin."""

    rows: list[Customer]
    after: int | None
    before: int | None


def narrowed(
    rows: CustomerQuerySet, *, chosen: Mapping[str, Any], zone: ZoneInfo, now: datetime
) -> CustomerQuerySet:
    """The rows that fit what was chosen in the filter; days are those of the zone."""
    if chosen.get("q"):
        rows = rows.search(chosen["q"])
    if chosen.get("stage"):
        rows = rows.in_stage(chosen["stage"])
    if chosen.get("band"):
        rows = rows.in_band(chosen["band"])
    if chosen.get("country"):
        rows = rows.filter(country=chosen["country"])
    return _surveyed(rows, chosen, zone=zone, now=now)


def page_of(rows: CustomerQuerySet, *, after: int | None = None, before: int | None = None) -> Page:
    """The rows behind, or in front of, a customer in the order of names; the first without one.

    As quick on the last page as on the first: nothing is counted off. Somebody who is gone by now
    leads to the first page.
    """
    pivot = after or before
    label = _label_of(pivot) if pivot else None
    ordered = rows.by_label()
    backwards = bool(before) and label is not None
    if label is not None:
        way = "lt" if backwards else "gt"
        beyond = Q(**{f"sort_name__{way}": label}) | Q(**{f"pk__{way}": pivot})
        # The first condition is what an index can walk by; the second leaves out the pivot's namesakes.
        ordered = ordered.filter(beyond, **{f"sort_name__{way}e": label})
    if backwards:
        ordered = ordered.reverse()
    shown = ordered.select_related("account", "contact").with_effective_dates()
    found = list(shown[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_next = True if backwards else more
    has_previous = more if backwards else label is not None
    return Page(found, found[-1].pk if has_next else None, found[0].pk if has_previous else None)


def tally_stages(rows: CustomerQuerySet) -> dict[str, int]:
    """How many customers are in each stage."""
    return dict(rows.order_by().values_list("stage").annotate(number=Count("pk")))


def tally_arrivals(*, now: datetime) -> dict[str, int]:
    """How many moves into each stage there were in the last 30 days."""
    recent = StageChange.objects.filter(changed_at__gt=now - RECENT).exclude(from_stage="")
    return dict(recent.order_by().values_list("to_stage").annotate(number=Count("pk")))


def countries() -> list[str]:
    """The codes of the countries that customers are in."""
    rows = Customer.objects.current().exclude(country="").order_by("country")
    return list(rows.values_list("country", flat=True).distinct())


def _label_of(pk: int) -> str | None:
    return Customer.objects.filter(pk=pk).values_list("sort_name", flat=True).first()


def _surveyed(
    rows: CustomerQuerySet, chosen: Mapping[str, Any], *, zone: ZoneInfo, now: datetime
) -> CustomerQuerySet:
    match chosen.get("surveyed"):
        case "never":
            return rows.never_surveyed()
        case "free":
            return rows.askable(now=now)
        case "quiet":
            return rows.quiet(now=now)
        case "before" if chosen.get("day"):
            return rows.surveyed_before(start_of_day(chosen["day"], zone))
        case "since" if chosen.get("day"):
            return rows.surveyed_since(start_of_day(chosen["day"], zone))
    return rows

"""A page of a list of customers, in any of its orders, as quick on the last page as on the first.

Nothing is counted off: a page begins behind a customer. Whoever has no value comes last, in the order in
which they were added; they are asked for apart, so that each statement walks one index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.expressions import Combinable

    from customers.querysets import CustomerQuerySet

PER_PAGE = 50
EXPORTED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """A column to order by, for those who have a value in it and of whom `where` holds.

    `least` is a value that none lies below. It leaves nobody out: it tells a database without statistics
    that the column's index is the way to begin, though the column lies behind a join.
    """

    path: str
    where: Q | None = None
    least: Any = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list. Its sources are disjoint; `unknown` is everybody else."""

    key: str
    label: str
    value: Combinable
    sources: tuple[Source, ...]
    unknown: Q | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: a value, None among those without one, and the customer who has it."""

    value: Any
    pk: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a long list, and the ids from which the neighboring pages begin."""

    rows: list[Customer]
    after: int | None
    before: int | None


def _by_column(key: str, label: str, path: str, least: Any = None) -> Order:
    return Order(key, label, F(path), (Source(path, least=least),), Q(**{path: None}))


ORDERS = {
    order.key: order
    for order in (
        Order("name", "Name", F("sort_name"), (Source("sort_name"),)),
        _by_column("answered", "Last answered", "last_answered_at"),
        _by_column("surveyed", "Last surveyed", "contact__last_asked_at", datetime(1970, 1, 1, tzinfo=UTC)),
        _by_column("value", "Account value", "account__annual_revenue", 0),
        Order(
            "renewal",
            "Renewal",
            # Their own date counts, else the company's: two indexes, walked side by side.
            Coalesce(F("renewal_on"), F("account__renewal_on")),
            (
                Source("renewal_on"),
                # Written so that no index on the customers' own dates offers itself for those who have none.
                Source(
                    "account__renewal_on",
                    Q(IsNull(Coalesce("renewal_on", "renewal_on"), True)),
                    least=date(1900, 1, 1),
                ),
            ),
            Q(renewal_on=None, account__renewal_on=None),
        ),
    )
}
BY_NAME = "name"


def page_of(
    rows: CustomerQuerySet, *, sort: str = BY_NAME, after: int | None = None, before: int | None = None
) -> Page:
    """The rows behind, or in front of, a customer; the first ones without a customer.

    `sort` is the key of an order, with a minus in front for the largest first. Somebody who is gone by now
    leads to the first page.
    """
    order, descending = _order_of(sort)
    place = _place_of(after or before, order)
    backwards = bool(before) and place is not None
    found = list(islice(_walk(rows, order, place, PER_PAGE + 1, (descending, backwards)), PER_PAGE + 1))
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_next = True if backwards else more
    has_previous = more if backwards else place is not None
    return Page(found, found[-1].pk if has_next else None, found[0].pk if has_previous else None)


def everyone(rows: CustomerQuerySet, *, sort: str = BY_NAME) -> Iterator[Customer]:
    """All rows in this order, some thousands in memory at a time."""
    order, descending = _order_of(sort)
    place: Place | None = None
    full = True
    while full:
        size = EXPORTED_AT_ONCE
        found = list(islice(_walk(rows, order, place, size, (descending, False)), size))
        yield from found
        full = len(found) == size
        if found:
            place = Place(_value_of(found[-1]), found[-1].pk)


def _order_of(sort: str) -> tuple[Order, bool]:
    return ORDERS.get(sort.removeprefix("-"), ORDERS[BY_NAME]), sort.startswith("-")


def _place_of(pivot: int | None, order: Order) -> Place | None:
    if not pivot:
        return None
    found = Customer.objects.filter(pk=pivot).annotate(sort_value=order.value)
    row = found.values_list("sort_value", "pk").first()
    return Place(*row) if row else None


def _walk(
    rows: CustomerQuerySet, order: Order, place: Place | None, limit: int, way: tuple[bool, bool]
) -> Iterator[Customer]:
    """Rows from a place on, those with a value and then those without; the other way round backwards."""
    descending, backwards = way
    among_unknown = place is not None and place.value is None
    parts = []
    if not among_unknown or backwards:
        parts.append(_known(rows, order, None if among_unknown else place, limit, descending != backwards))
    if order.unknown is not None and (among_unknown or not backwards):
        parts.append(_unknown(rows, order.unknown, place if among_unknown else None, limit, backwards))
    for part in reversed(parts) if backwards else parts:
        yield from part


def _known(
    rows: CustomerQuerySet, order: Order, place: Place | None, limit: int, descending: bool
) -> Iterator[Customer]:
    minus, way = ("-", "lt") if descending else ("", "gt")
    streams = []
    for source in order.sources:
        part = rows.filter(source.where or Q(), **{f"{source.path}__isnull": False})
        part = part.annotate(sort_value=F(source.path))
        if place is None and source.least is not None:
            part = part.filter(**{f"{source.path}__gte": source.least})
        if place is not None:
            beyond = Q(**{f"{source.path}__{way}": place.value}) | Q(**{f"pk__{way}": place.pk})
            # The first condition is what an index can walk by; the other leaves out those of equal value.
            part = part.filter(beyond, **{f"{source.path}__{way}e": place.value})
        streams.append(iter(part.order_by(f"{minus}{source.path}", f"{minus}pk")[:limit]))
    return merge(*streams, key=lambda row: (_value_of(row), row.pk), reverse=descending)


def _unknown(
    rows: CustomerQuerySet, unknown: Q, place: Place | None, limit: int, backwards: bool
) -> Iterator[Customer]:
    part = rows.filter(unknown)
    if place is not None:
        part = part.filter(**{"pk__lt" if backwards else "pk__gt": place.pk})
    yield from part.order_by("-pk" if backwards else "pk")[:limit]


def _value_of(row: Customer) -> Any:
    """What it was ordered by; None for those who have no value."""
    return vars(row).get("sort_value")

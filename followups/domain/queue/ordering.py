"""The orders of the queue, and a page of one: it begins behind a row, not after so and so many."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.dateparse import parse_datetime

from customers.enums import Stage
from followups.domain import priority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models.expressions import Combinable

    from followups.models import FollowUp
    from followups.querysets import FollowUpQuerySet

DUE, OWNER, STAGE, PRIORITY, NO_GROUPS = "due", "owner", "stage", "priority", "none"
GROUPINGS = {
    DUE: "By due time",
    OWNER: "By owner",
    STAGE: "By stage",
    PRIORITY: "By priority",
    NO_GROUPS: "Ungrouped",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to order by: a column, or an expression under a name. Never empty in the rows of a view."""

    name: str
    descending: bool = False
    expression: Combinable | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a view, and where the neighboring pages begin; empty where there is none."""

    rows: list[FollowUp]
    after: str = ""
    before: str = ""


NEXT = (Key("next_due"), Key("priority", descending=True), Key("pk"))
CLOSED_LAST = (Key("closed_at", descending=True), Key("pk", descending=True))
WAKING = (Key("snoozed_until"), Key("pk"))
BY = {
    OWNER: (
        Key("is_free", expression=Case(When(assignee=None, then=Value(1)), default=Value(0))),
        Key("owner_name", expression=Coalesce(Lower("assignee__name"), Value(""))),
        Key("owner_id", expression=Coalesce("assignee_id", Value(0))),
        *NEXT,
    ),
    STAGE: (
        Key(
            "stage_place",
            expression=Case(
                *(When(customer__stage=stage, then=Value(place)) for place, stage in enumerate(Stage)),
                default=Value(len(Stage)),
            ),
        ),
        *NEXT,
    ),
    PRIORITY: (
        Key(
            "level_place",
            expression=Case(
                *(
                    When(priority__gte=level.least, then=Value(place))
                    for place, level in enumerate(priority.LEVELS)
                ),
                default=Value(len(priority.LEVELS)),
            ),
        ),
        *NEXT,
    ),
}


def page_of(
    parts: Sequence[FollowUpQuerySet],
    *,
    keys: tuple[Key, ...],
    size: int,
    after: str = "",
    before: str = "",
) -> Page:
    """The rows behind, or in front of, a place; the first ones without a place or with one that is none.

    Each part is asked for a page of its own, and the pages are put together.
    """
    behind = _place(after, keys)
    ahead = None if behind else _place(before, keys)
    turned = ahead is not None
    place = behind or ahead
    found: list[FollowUp] = []
    for part in parts:
        found += _walk(part, keys, place, turned)[: size + 1]
    if len(parts) > 1:
        found.sort(key=cmp_to_key(lambda one, other: _compare(one, other, keys, turned)))
    more, found = len(found) > size, found[:size]
    if turned:
        found.reverse()
    if not found:
        return Page([])
    has_next = True if turned else more
    has_previous = more if turned else behind is not None
    return Page(
        found,
        after=_told(found[-1], keys) if has_next else "",
        before=_told(found[0], keys) if has_previous else "",
    )


def _walk(
    rows: FollowUpQuerySet, keys: tuple[Key, ...], place: list[Any] | None, turned: bool
) -> FollowUpQuerySet:
    expressions = {key.name: key.expression for key in keys if key.expression is not None}
    rows = rows.annotate(**expressions)
    if place is not None:
        first = keys[0]
        # The first condition is what an index can walk by; the other leaves out those of equal value.
        way = "lte" if first.descending != turned else "gte"
        rows = rows.filter(_beyond(keys, place, turned), **{f"{first.name}__{way}": place[0]})
    return rows.order_by(*(f"{'-' if key.descending != turned else ''}{key.name}" for key in keys))


def _beyond(keys: tuple[Key, ...], place: list[Any], turned: bool) -> Q:
    condition, same = Q(pk__in=[]), Q()
    for key, value in zip(keys, place, strict=True):
        way = "lt" if key.descending != turned else "gt"
        condition |= same & Q(**{f"{key.name}__{way}": value})
        same &= Q(**{key.name: value})
    return condition


def _compare(one: FollowUp, other: FollowUp, keys: tuple[Key, ...], turned: bool) -> int:
    for key in keys:
        mine, theirs = getattr(one, key.name), getattr(other, key.name)
        if mine != theirs:
            return -1 if (mine < theirs) != (key.descending != turned) else 1
    return 0


def _told(row: FollowUp, keys: tuple[Key, ...]) -> str:
    values = [getattr(row, key.name) for key in keys]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _place(told: str, keys: tuple[Key, ...]) -> list[Any] | None:
    """The values in an address, or None where somebody wrote something else."""
    if not told:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(told.encode() + b"=" * (-len(told) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(values, list) or len(values) != len(keys):
        return None
    place = [_value(key, value) for key, value in zip(keys, values, strict=True)]
    return None if None in place else place


def _value(key: Key, value: Any) -> Any:
    if key.name in {"next_due", "closed_at", "snoozed_until"}:
        return _instant(value)
    if key.name == "owner_name":
        return value if isinstance(value, str) else None
    return value if type(value) is int and 0 <= value < 2**63 else None


def _instant(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None

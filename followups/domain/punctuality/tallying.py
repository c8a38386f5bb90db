"""Counting promises: grouped by the database, medians from the latest spans."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q

from core.rounding import percent
from followups.domain.punctuality.grouping import GROUPINGS, Grouping
from followups.domain.punctuality.measuring import Stopwatch
from followups.domain.punctuality.verdicts import (
    MET,
    MISSED,
    NONE,
    PENDING,
    ended_with_erasure,
    opened_since,
    with_verdicts,
)
from followups.enums import DeadlineKind, FollowUpState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followups.querysets import FollowUpQuerySet

# Medians are taken of the latest so many: a second of work at most, however long the table is.
TIMED = 20_000
# As with scores: below it, counts speak.
ENOUGH = 10

Spans = dict[Any, list[timedelta]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of promise: how often it was met and missed, and what it took. `median` in business hours."""

    met: int = 0
    missed: int = 0
    pending: int = 0
    median: timedelta | None = None
    timed: int = 0

    @property
    def promised(self) -> int:
        """All of them."""
        return self.met + self.missed + self.pending

    @property
    def share(self) -> float | None:
        """Those met, in percent of those that are decided; None while none is."""
        return percent(self.met, self.met + self.missed)

    @property
    def is_thin(self) -> bool:
        """Whether the share rests on fewer than ten, where one more would change it much."""
        return self.met + self.missed < ENOUGH


@dataclass(frozen=True, slots=True)
class Line:
    """One group of the report."""

    key: Any
    label: str
    contact: Kept = field(default_factory=Kept)
    resolve: Kept = field(default_factory=Kept)


@dataclass(frozen=True, slots=True)
class Report:
    """All promises of the follow-ups opened in a time, and the same by group."""

    followups: int
    given_up: int
    total: Line
    grouping: Grouping
    groups: list[Line]


def report(*, by: str = "rep", since: datetime | None = None, now: datetime) -> Report:
    """The promises of follow-ups opened since an instant, or of all; `by` is a key of GROUPINGS."""
    grouping = GROUPINGS[by]
    found = opened_since(since)
    first = found.aggregate(first=Min("opened_at"), number=Count("pk"))
    watch = Stopwatch(since=first["first"] or now, until=now)
    kept = {deadline: _kept(found, deadline, grouping, watch, now=now) for deadline in DeadlineKind}
    contact, resolve = kept[DeadlineKind.CONTACT], kept[DeadlineKind.RESOLVE]
    keys = (contact.keys() | resolve.keys()) - {ALL}
    return Report(
        followups=first["number"],
        given_up=found.filter(state=FollowUpState.UNREACHABLE).exclude(ended_with_erasure()).count(),
        total=Line(ALL, "All", contact[ALL], resolve[ALL]),
        grouping=grouping,
        groups=[
            Line(key, label, contact.get(key, Kept()), resolve.get(key, Kept()))
            for key, label in grouping.named(keys)
        ],
    )


def late_now(*, now: datetime) -> FollowUpQuerySet:
    """Unfinished follow-ups of which a promise is broken, the longest first."""
    found = with_verdicts(opened_since(None).unfinished(), now=now)
    uncontacted = Q(("contact_verdict", MISSED), first_contact_at=None)
    return found.filter(uncontacted | Q(("resolve_verdict", MISSED))).order_by("contact_due_at", "pk")


# The key of everybody, which no group has.
ALL = "all"


def _kept(
    found: FollowUpQuerySet,
    deadline: DeadlineKind,
    grouping: Grouping,
    watch: Stopwatch,
    *,
    now: datetime,
) -> dict[Any, Kept]:
    verdict = f"{deadline.value}_verdict"
    judged = with_verdicts(found, now=now).annotate(group=grouping.key(deadline)).exclude(**{verdict: NONE})
    numbers: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counted = judged.order_by().values("group", verdict).annotate(number=Count("pk"))
    for key, code, number in counted.values_list("group", verdict, "number"):
        numbers[key][code] += number
        numbers[ALL][code] += number
    spans = _spans(judged, deadline, watch)
    return {
        key: Kept(
            met=codes[MET],
            missed=codes[MISSED],
            pending=codes[PENDING],
            median=_median(spans[key]),
            timed=len(spans[key]),
        )
        for key, codes in {ALL: defaultdict(int), **numbers}.items()
    }


def _spans(judged: FollowUpQuerySet, deadline: DeadlineKind, watch: Stopwatch) -> Spans:
    ended = "first_contact_at" if deadline == DeadlineKind.CONTACT else "closed_at"
    rows = judged.exclude(**{ended: None}).order_by("-opened_at", "-pk")
    found: Spans = defaultdict(list)
    for key, policy, opened, end, waited in rows.values_list(
        "group", "policy_id", "opened_at", ended, "waited"
    )[:TIMED]:
        off = waited if deadline == DeadlineKind.RESOLVE else timedelta(0)
        span = watch.to_resolution(policy, opened, end, off)
        found[key].append(span)
        found[ALL].append(span)
    return found


def _median(spans: Iterable[timedelta]) -> timedelta | None:
    seconds = [span.total_seconds() for span in spans]
    return timedelta(seconds=median(seconds)) if seconds else None

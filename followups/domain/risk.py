"""What is known of a customer besides the score: signals that the business with them may end (T8, T12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from core.rounding import round_half_away
from core.scoring import Band, band_of
from customers.domain import lifecycle
from customers.enums import CaseState, Stage
from customers.models import SupportCase, UsageReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet

    from customers.models import Customer

RENEWAL_DAYS = 90
# A score that falls so far is a fall; from the worst promoter to the best detractor it is as far.
FALL_POINTS = 3
RECENT, BEFORE = timedelta(days=30), timedelta(days=90)
# Usage falls when the mean of the last 30 days is under this share of the mean of the 60 days before.
FALL = Decimal("0.7")
# So many readings before are a habit that can end.
HABIT = 2
SIGNS = {"renewal", "fell", "repeat", "usage", "cases"}
UNSOLVED = [CaseState.OPEN, CaseState.REOPENED]


@dataclass(frozen=True, slots=True)
class Signal:
    """One fact that speaks for a loss, in points and in words. `on` is the day that the words count to."""

    code: str
    points: int
    words: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """A metric that fell, and by how much: 0.45 is 45% less."""

    metric: str
    share: float


def is_churn_risk(score: int | None, stage: str = "") -> bool:
    """Whether somebody's last answer says that they may leave: a detractor's, of one who has not left yet."""
    return score is not None and band_of(score) is Band.DETRACTOR and stage != Stage.LOSS


def renewal_words(renewal_on: date, *, today: date) -> str:
    """How far off a renewal is: "renews in 23 days"."""
    days = (renewal_on - today).days
    if days < 0:
        return f"renewal was {_days(-days)} ago"
    return f"renews in {_days(days)}" if days else "renews today"


def is_seconded(reasons: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a priority's reasons name a sign of a loss besides the score itself."""
    return any(reason["code"] in SIGNS for reason in reasons)


def falls_before_renewal(reasons: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a priority's reasons name both a downward change and a renewal ahead (G88)."""
    codes = {reason["code"] for reason in reasons}
    return "renewal" in codes and bool(codes & {"fell", "repeat"})


def signals_of(customers: Iterable[Customer], *, today: date) -> dict[int, list[Signal]]:
    """The signals of each of these customers by id, the weightiest first. Two queries for all of them.

    Their accounts must be loaded.
    """
    people = list(customers)
    ids = [customer.pk for customer in people]
    cases, falls = open_cases(ids), usage_falls(ids, today=today)
    found = {}
    for customer in people:
        left = _left(customer)
        signals = [
            left,
            None if left else renewal(lifecycle.dates_of(customer).renewal_on, today=today),
            usage(falls.get(customer.pk)),
            unsolved(cases.get(customer.pk, 0)),
        ]
        kept = [signal for signal in signals if signal]
        found[customer.pk] = sorted(kept, key=lambda signal: -signal.points)
    return found


def renewal(renewal_on: date | None, *, today: date) -> Signal | None:
    """A renewal within 90 days; the nearer, the more it weighs (G31)."""
    if renewal_on is None or not 0 <= (renewal_on - today).days <= RENEWAL_DAYS:
        return None
    days = (renewal_on - today).days
    points = 25 if days <= 30 else 18 if days <= 60 else 12
    return Signal("renewal", points, renewal_words(renewal_on, today=today), renewal_on)


def usage(fall: Fall | None) -> Signal | None:
    """They use less than before."""
    if fall is None:
        return None
    metric = fall.metric.replace("_", " ")
    percent = round_half_away(100 * Decimal(str(fall.share)))
    words = f"{metric} fell by {percent}%" if fall.share < 1 else f"no {metric} for {RECENT.days} days"
    return Signal("usage", 15 if fall.share >= 0.5 else 10, words)


def unsolved(cases: int) -> Signal | None:
    """Support cases that are not closed."""
    if not cases:
        return None
    words = "an open support case" if cases == 1 else f"{cases} open support cases"
    return Signal("cases", 5 if cases == 1 else 10, words)


def open_cases(customers: Iterable[int]) -> dict[int, int]:
    """How many unsolved support cases each of these customers has, of those who have any."""
    rows = SupportCase.objects.filter(customer__in=customers, state__in=UNSOLVED).order_by()
    return dict(rows.values_list("customer").annotate(number=Count("pk")))


def usage_falls(customers: Iterable[int], *, today: date) -> dict[int, Fall]:
    """The metric of each of these customers that fell most, of those who have one."""
    best: dict[int, Fall] = {}
    found = defaultdict(list)
    for row in falling(today=today).filter(customer__in=customers):
        share = float(1 - row["recent"] / row["earlier"])
        found[row["customer"]].append(Fall(row["metric"], share))
    for customer, falls in found.items():
        best[customer] = max(falls, key=lambda fall: (fall.share, fall.metric))
    return best


def falling(*, today: date) -> QuerySet[UsageReading, Any]:
    """Customers and metrics whose last 30 days are under 70% of the 60 days before, with both means.

    Whoever was heard of twice and then no more fell to nothing, as long as others are still heard of: when
    nobody is, it is the program that tells us which fell silent.
    """
    since = Q(on__gt=today - RECENT)
    rows = UsageReading.objects.filter(on__gt=today - BEFORE, on__lte=today).order_by()
    heard_of = UsageReading.objects.filter(
        metric=OuterRef("metric"), on__gt=today - RECENT, on__lte=today
    ).order_by()
    means = rows.values("customer", "metric").annotate(
        recent=Coalesce(Avg("value", filter=since), Value(Decimal(0))),
        earlier=Avg("value", filter=~since),
        readings=Count("pk", filter=since),
        before=Count("pk", filter=~since),
    )
    fell = means.filter(earlier__gt=0, recent__lt=F("earlier") * Value(FALL))
    return fell.filter(Q(readings__gt=0) | Q(Exists(heard_of), before__gte=HABIT))


def _left(customer: Customer) -> Signal | None:
    return Signal("lost", 30, "has left") if customer.stage == Stage.LOSS else None


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"

"""What matters most: points with the reasons in words, from the answer and what the account is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery

from core.scoring import Band, band_of
from core.templatetags.numbers import money
from customers.enums import Stage
from customers.models import Account
from followups.domain import risk, sla
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from decimal import Decimal

MOST = 100
STAGE_POINTS = {
    Stage.ADVOCATE: (15, "an advocate until now"),
    Stage.NEW: (10, "a new customer"),
    Stage.LOSS: (0, "has already left"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A word for the points, so that nobody has to compare numbers."""

    code: str
    label: str
    least: int


LEVELS = (
    Level("urgent", "Urgent", 70),
    Level("high", "High", 50),
    Level("medium", "Medium", 30),
    Level("low", "Low", 0),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the priority is made of. `rank` is the share of accounts that pay at least as much, 0 to 1."""

    score: int
    today: date
    revenue: Decimal | None = None
    currency: str = ""
    rank: float | None = None
    renewal_on: date | None = None
    stage: str = ""
    previous: int | None = None
    usage: risk.Fall | None = None
    cases: int = 0
    contact_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """Points from 0 to 100 and the reasons, the weightiest first: code, points, words."""

    points: int
    reasons: list[dict[str, Any]]


def weigh(facts: Facts) -> Priority:
    """Add up the points. Pure: the same facts give the same priority."""
    renewal = risk.renewal(facts.renewal_on, today=facts.today)
    signals = [renewal, risk.usage(facts.usage), risk.unsolved(facts.cases)]
    reasons = [
        _score(facts),
        _revenue(facts),
        _stage(facts),
        _before(facts),
        *(_signal(signal) for signal in signals if signal),
        _wanted(facts),
    ]
    kept = sorted((reason for reason in reasons if reason), key=lambda reason: -reason["points"])
    return Priority(min(sum(reason["points"] for reason in kept), MOST), kept)


def of(*, response: Response, now: datetime) -> Priority:
    """The priority of an answer as everything stands now."""
    return of_all(responses=[response], now=now)[response.pk]


def of_all(*, responses: Collection[Response], now: datetime) -> dict[int, Priority]:
    """The same of many, by their ids. A few queries for all of them; customers and accounts are loaded."""
    today = sla.today(now=now)
    ids = [response.customer_id for response in responses if response.customer_id]
    usage, cases = risk.usage_falls(ids, today=today), risk.open_cases(ids)
    previous, rank = _previous_scores(responses), cache(_rank)
    found = {}
    for response in responses:
        customer = response.customer
        account = customer.account if customer else None
        revenue, currency = (account.annual_revenue, account.currency) if account else (None, "")
        own_renewal = customer.renewal_on if customer else None
        found[response.pk] = weigh(
            Facts(
                score=response.score,
                today=today,
                revenue=revenue,
                currency=currency,
                rank=rank(revenue, currency),
                renewal_on=own_renewal or (account.renewal_on if account else None),
                stage=response.stage or (customer.stage if customer else ""),
                previous=previous[response.pk],
                usage=usage.get(response.customer_id or 0),
                cases=cases.get(response.customer_id or 0, 0),
                contact_wanted=response.contact_me,
            )
        )
    return found


def in_words(reasons: list[dict[str, Any]], *, today: date) -> list[dict[str, Any]]:
    """Stored reasons as they read today: the days to the renewal go on counting."""
    return [
        {**reason, "words": risk.renewal_words(date.fromisoformat(reason["on"]), today=today)}
        if "on" in reason
        else reason
        for reason in reasons
    ]


def level_of(points: int) -> Level:
    """The word for so many points."""
    return next(level for level in LEVELS if points >= level.least)


def _score(facts: Facts) -> dict[str, Any]:
    if band_of(facts.score) is not Band.DETRACTOR:
        return {"code": "score", "points": 0, "words": f"scored {facts.score}"}
    points = 30 if facts.score <= 3 else 20 if facts.score <= 5 else 10
    return {"code": "score", "points": points, "words": f"scored {facts.score}"}


def _revenue(facts: Facts) -> dict[str, Any] | None:
    if not facts.revenue or facts.rank is None:
        return None
    amount = f"{money(facts.revenue, facts.currency)} a year"
    if facts.rank <= 0.1:
        return {"code": "revenue", "points": 25, "words": f"{amount}, among the largest 10%"}
    if facts.rank <= 1 / 3:
        return {"code": "revenue", "points": 15, "words": f"{amount}, among the largest third"}
    return {"code": "revenue", "points": 5, "words": amount}


def _signal(signal: risk.Signal) -> dict[str, Any]:
    reason: dict[str, Any] = {"code": signal.code, "points": signal.points, "words": signal.words}
    return {**reason, "on": signal.on.isoformat()} if signal.on else reason


def _wanted(facts: Facts) -> dict[str, Any] | None:
    if not facts.contact_wanted:
        return None
    return {"code": "contact", "points": 5, "words": "may be called or written to"}


def _stage(facts: Facts) -> dict[str, Any] | None:
    if facts.stage not in STAGE_POINTS:
        return None
    points, words = STAGE_POINTS[Stage(facts.stage)]
    return {"code": "stage", "points": points, "words": words}


def _before(facts: Facts) -> dict[str, Any] | None:
    if facts.previous is None:
        return None
    if band_of(facts.previous) is Band.DETRACTOR and band_of(facts.score) is Band.DETRACTOR:
        return {"code": "repeat", "points": 10, "words": f"a detractor before (scored {facts.previous})"}
    if facts.previous <= facts.score:
        return None
    return {"code": "fell", "points": 15, "words": f"fell from {facts.previous}"}


def _rank(revenue: Decimal | None, currency: str) -> float | None:
    """Of the accounts paid in the same currency, the share that pay at least as much."""
    if not revenue:
        return None
    at_least = Count("pk", filter=Q(annual_revenue__gte=revenue))
    alike = Account.objects.filter(currency=currency, annual_revenue__gt=0).order_by()
    counts = alike.aggregate(all=Count("pk"), at_least=at_least)
    return counts["at_least"] / counts["all"] if counts["all"] else None


def _previous_scores(responses: Collection[Response]) -> dict[int, int | None]:
    earlier = Response.objects.counted().filter(
        customer=OuterRef("customer"), answered_at__lt=OuterRef("answered_at")
    )
    last = Subquery(earlier.order_by("-answered_at", "-pk").values("score")[:1])
    rows = Response.objects.filter(pk__in=[response.pk for response in responses]).order_by()
    return dict(rows.annotate(previous=last).values_list("pk", "previous"))

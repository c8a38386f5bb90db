"""What matters most: points with the reasons in words, from the answer and what the account is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core.scoring import Band, band_of
from core.templatetags.numbers import money
from customers.enums import Stage
from customers.models import Account
from followups.domain import sla
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

MOST = 100
RENEWAL_DAYS = 90
STAGE_POINTS = {
    Stage.ADVOCATE: (15, "an advocate until now"),
    Stage.NEW: (10, "a new customer"),
    Stage.LOSS: (0, "has already left"),
}


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


@dataclass(frozen=True, slots=True)
class Priority:
    """Points from 0 to 100 and the reasons, the weightiest first: code, points, words."""

    points: int
    reasons: list[dict[str, Any]]


def weigh(facts: Facts) -> Priority:
    """Add up the points. Pure: the same facts give the same priority."""
    reasons = [_score(facts), _revenue(facts), _renewal(facts), _stage(facts), _before(facts)]
    kept = sorted((reason for reason in reasons if reason), key=lambda reason: -reason["points"])
    return Priority(min(sum(reason["points"] for reason in kept), MOST), kept)


def of(*, response: Response, now: datetime) -> Priority:
    """The priority of an answer as everything stands now."""
    customer = response.customer
    account = customer.account if customer else None
    own_renewal = customer.renewal_on if customer else None
    return weigh(
        Facts(
            score=response.score,
            today=sla.today(now=now),
            revenue=account.annual_revenue if account else None,
            currency=account.currency if account else "",
            rank=_rank(account),
            renewal_on=own_renewal or (account.renewal_on if account else None),
            stage=response.stage or (customer.stage if customer else ""),
            previous=_previous_score(response),
        )
    )


def in_words(reasons: list[dict[str, Any]], *, today: date) -> list[dict[str, Any]]:
    """Stored reasons as they read today: the days to the renewal go on counting."""
    return [
        {**reason, "words": renewal_words(date.fromisoformat(reason["on"]), today=today)}
        if "on" in reason
        else reason
        for reason in reasons
    ]


def renewal_words(renewal_on: date, *, today: date) -> str:
    """How far off a renewal is: "renews in 23 days"."""
    days = (renewal_on - today).days
    if days < 0:
        return f"renewal was {_days(-days)} ago"
    return f"renews in {_days(days)}" if days else "renews today"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _score(facts: Facts) -> dict[str, Any]:
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


def _renewal(facts: Facts) -> dict[str, Any] | None:
    if facts.renewal_on is None or not 0 <= (facts.renewal_on - facts.today).days <= RENEWAL_DAYS:
        return None
    days = (facts.renewal_on - facts.today).days
    points = 25 if days <= 30 else 18 if days <= 60 else 12
    words = renewal_words(facts.renewal_on, today=facts.today)
    return {"code": "renewal", "points": points, "words": words, "on": facts.renewal_on.isoformat()}


def _stage(facts: Facts) -> dict[str, Any] | None:
    if facts.stage not in STAGE_POINTS:
        return None
    points, words = STAGE_POINTS[Stage(facts.stage)]
    return {"code": "stage", "points": points, "words": words}


def _before(facts: Facts) -> dict[str, Any] | None:
    if facts.previous is None:
        return None
    if band_of(facts.previous) == Band.DETRACTOR:
        return {"code": "repeat", "points": 10, "words": f"a detractor before (scored {facts.previous})"}
    return {"code": "fell", "points": 15, "words": f"fell from {facts.previous}"}


def _rank(account: Account | None) -> float | None:
    """Of the accounts paid in the same currency, the share that pay at least as much."""
    if account is None or not account.annual_revenue:
        return None
    alike = Account.objects.filter(currency=account.currency, annual_revenue__gt=0)
    return alike.filter(annual_revenue__gte=account.annual_revenue).count() / alike.count()


def _previous_score(response: Response) -> int | None:
    earlier = Response.objects.counted().filter(
        customer=response.customer_id, answered_at__lt=response.answered_at
    )
    return earlier.order_by("-answered_at", "-pk").values_list("score", flat=True).first()

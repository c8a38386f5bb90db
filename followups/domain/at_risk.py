"""Customers whose score and whose numbers disagree, or whose score falls before the renewal (T12, G88)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from core.scoring import Band, scores_of
from customers.domain import lifecycle
from customers.enums import Stage
from customers.models import Customer, SupportCase
from customers.querysets import own_or_account
from followups.domain import risk, sla
from followups.models import FollowUp
from responses.models import Response

if TYPE_CHECKING:
    from datetime import date, datetime

    from customers.querysets import CustomerQuerySet
    from team.models import User

PROMOTERS, FELL, DETRACTORS = LISTS = ("promoters", "fell", "detractors")
# An older answer says little about today.
FRESH = timedelta(days=365)
MOST = 100
# So many by the account's worth are weighed; the weightiest of them are shown.
WEIGHED = 500
BEST, GOOD = min(scores_of(Band.PROMOTER)), min(scores_of(Band.PASSIVE))


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer, their last answer, what speaks for a loss, and the follow-up that is open already."""

    customer: Customer
    answer: Response | None
    previous: int | None
    signals: list[risk.Signal]
    followup: FollowUp | None
    renewal_on: date | None

    @property
    def points(self) -> int:
        """How much the signals weigh together."""
        return sum(signal.points for signal in self.signals)


@dataclass(frozen=True, slots=True)
class Found:
    """The weightiest entries, and whether there may be more than are shown."""

    entries: list[Entry]
    has_more: bool


def found(*, kind: str, user: User, own: bool, now: datetime) -> Found:
    """One of the three lists; `own` keeps to this person's accounts and follow-ups. Five queries.

    Promoters with a commercial signal; those of any band whose last answer fell by a band or three
    points and who renew within 90 days; detractors without any signal, whom nothing but the score tells of.
    """
    today = sla.today(now=now)
    rows = _answered(now=now)
    if own:
        theirs = FollowUp.objects.unfinished().filter(customer=OuterRef("pk"), assignee=user)
        rows = rows.filter(Q(account__manager=user) | Exists(theirs))
    kinds = {PROMOTERS: _promoters, FELL: _fell, DETRACTORS: _detractors}
    rows = kinds[kind](rows, today)
    worth = F("account__annual_revenue").desc(nulls_last=True)
    people = list(_shown(rows).order_by(worth, "pk")[: WEIGHED + 1])
    entries = _entries(people[:WEIGHED], today)
    if kind != DETRACTORS:
        # Of equal weight the more valuable account stays first.
        entries.sort(key=lambda entry: -entry.points)
    return Found(entries[:MOST], len(people) > MOST)


def _answered(*, now: datetime) -> CustomerQuerySet:
    """Everybody with a fresh answer, with when they renew."""
    rows: CustomerQuerySet = Customer.objects.filter(
        last_answered_at__gte=now - FRESH, erased_at=None, merged_into=None
    )
    return rows.annotate(renewal=own_or_account("renewal_on"))


def _promoters(rows: CustomerQuerySet, today: date) -> CustomerQuerySet:
    return rows.filter(_has_signal(today), last_score__gte=BEST)


def _fell(rows: CustomerQuerySet, today: date) -> CustomerQuerySet:
    earlier = Response.objects.counted().filter(customer=OuterRef("pk")).order_by("-answered_at", "-pk")
    rows = rows.filter(_renews_soon(today)).annotate(previous_score=Subquery(earlier.values("score")[1:2]))
    by_band = Q(last_score__lt=GOOD, previous_score__gte=GOOD) | Q(
        last_score__lt=BEST, previous_score__gte=BEST
    )
    return rows.filter(by_band | Q(previous_score__gte=F("last_score") + risk.FALL_POINTS))


def _detractors(rows: CustomerQuerySet, today: date) -> CustomerQuerySet:
    return rows.filter(last_score__lt=GOOD).exclude(_has_signal(today))


def _has_signal(today: date) -> Q:
    """The same signals as `risk.signals_of`, in SQL."""
    cases = SupportCase.objects.filter(customer=OuterRef("pk"), state__in=risk.UNSOLVED)
    falling = risk.falling(today=today).values("customer")
    return Q(stage=Stage.LOSS) | _renews_soon(today) | Q(Exists(cases)) | Q(pk__in=falling)


def _renews_soon(today: date) -> Q:
    last = today + timedelta(days=risk.RENEWAL_DAYS)
    return Q(renewal__isnull=False, renewal__gte=today, renewal__lte=last)


def _shown(rows: CustomerQuerySet) -> CustomerQuerySet:
    open_ones = FollowUp.objects.unfinished().select_related("assignee")
    return rows.select_related("account__manager").prefetch_related(
        Prefetch("followups", queryset=open_ones, to_attr="open_followups")
    )


def _entries(people: list[Customer], today: date) -> list[Entry]:
    signals = risk.signals_of(people, today=today)
    answers = _last_answers(people)
    return [
        Entry(
            customer=customer,
            answer=next(iter(answers.get(customer.pk, [])), None),
            previous=next((answer.score for answer in answers.get(customer.pk, [])[1:]), None),
            signals=signals[customer.pk],
            followup=next(iter(vars(customer)["open_followups"]), None),
            renewal_on=lifecycle.dates_of(customer).renewal_on,
        )
        for customer in people
    ]


def _last_answers(people: list[Customer]) -> dict[int, list[Response]]:
    """Each one's last two counted answers, the newest first."""
    newest = Response.objects.counted().filter(customer=OuterRef("customer")).order_by("-answered_at", "-pk")
    rows = Response.objects.counted().filter(customer__in=[customer.pk for customer in people])
    rows = rows.filter(pk__in=Subquery(newest.values("pk")[:2])).order_by("-answered_at", "-pk")
    found: dict[int, list[Response]] = {}
    for answer in rows:
        if answer.customer_id:
            found.setdefault(answer.customer_id, []).append(answer)
    return found

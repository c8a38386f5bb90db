"""A customer's score fell shortly before their contract renews: whoever can still act hears (G88)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.scoring import SCORES
from core.templatetags.navigation import address
from core.templatetags.numbers import money
from customers.domain import lifecycle
from customers.enums import Stage
from followups.domain import notifying, risk, sla
from followups.domain.news.version import recent
from followups.enums import NotificationKind
from followups.models import FollowUp, Notification
from responses.models import Response
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Customer
    from followups.domain.news.version import Version
    from responses.querysets import ResponseQuerySet


def candidates(*, now: datetime) -> ResponseQuerySet:
    """The late answers of those who renew soon, low enough to be a fall."""
    today = sla.today(now=now)
    renewal = Coalesce("customer__renewal_on", "customer__account__renewal_on")
    rows = (
        recent(now=now)
        .filter(score__lte=SCORES[-1] - risk.FALL_POINTS, typed_email="")
        .exclude(customer__stage=Stage.LOSS)
    )
    last = today + timedelta(days=risk.RENEWAL_DAYS)
    return rows.alias(renews_on=renewal).filter(renews_on__gte=today, renews_on__lte=last)


def tell(version: Version, *, now: datetime) -> int:
    """Tell who looks after the customer, once of each answer; how many were told."""
    answer, customer = version.response, version.response.customer
    renewal = _renewal(customer, now=now) if customer else None
    if customer is None or renewal is None or answer.typed_email or _is_told(version):
        return 0
    before = _before(version)
    if before is None or before - answer.score < risk.FALL_POINTS or not _is_latest(version):
        return 0
    followup = _followup(version)
    said: dict[str, Any] = {
        "kind": NotificationKind.FELL,
        "title": f"{answer.who} fell from {before} to {answer.score} and {renewal.words}",
        "text": " ".join(part for part in (_worth(customer), version.quoted) if part),
        "path": _path(customer, followup),
        "followup": followup,
        "now": now,
    }
    people = _concerned(customer, followup)
    return sum(notifying.tell(recipient=one, key=f"{_key(version)}{one.pk}", **said) for one in people)


def _is_told(version: Version) -> bool:
    return Notification.objects.filter(key__startswith=_key(version)).exists()


def has_told(person: User, version: Version) -> bool:
    """Whether this person heard of this very version as a fall."""
    told = Notification.objects.filter(key=f"{_key(version)}{person.pk}")
    return told.filter(planned_at__gte=version.came_at).exists()


def _renewal(customer: Customer, *, now: datetime) -> risk.Signal | None:
    if customer.stage == Stage.LOSS:
        return None
    return risk.renewal(lifecycle.dates_of(customer).renewal_on, today=sla.today(now=now))


def _before(version: Version) -> int | None:
    """The best that they said before: in earlier versions of this answer, or in the answer before it."""
    answer = version.response
    earlier = _of(answer).filter(answered_at__lt=answer.answered_at).order_by("-answered_at", "-pk")
    said = [*version.earlier, *earlier.values_list("score", flat=True)[:1]]
    return max(said, default=None)


def _is_latest(version: Version) -> bool:
    return not _of(version.response).filter(answered_at__gt=version.response.answered_at).exists()


def _of(answer: Response) -> QuerySet[Response]:
    """The counted answers of the same customer, without those that only claim to be theirs."""
    return Response.objects.counted().filter(customer=answer.customer_id, typed_email="")


def _followup(version: Version) -> FollowUp | None:
    """The unfinished follow-up of this answer, else of an earlier one."""
    rows = FollowUp.objects.unfinished().filter(customer=version.response.customer_id)
    is_its_own = Case(When(response=version.response.pk, then=0), default=1)
    return rows.select_related("assignee").order_by(is_its_own, "-opened_at", "-pk").first()


def _concerned(customer: Customer, followup: FollowUp | None) -> list[User]:
    """Whose the follow-up is, else whose the account is, else the managers."""
    owner = followup.assignee if followup else None
    manager = customer.account.manager if customer.account else None
    for person in (owner, manager):
        if person and person.may(Role.REP):
            return [person]
    people = User.objects.active().order_by("pk")
    return list(people.filter(role=Role.MANAGER)) or list(people.filter(role=Role.ADMIN))


def _worth(customer: Customer) -> str:
    account = customer.account
    if account is None:
        return ""
    if not account.annual_revenue:
        return f"{account}."
    return f"{account}, {money(account.annual_revenue, account.currency)} a year."


def _path(customer: Customer, followup: FollowUp | None) -> str:
    if followup:
        return reverse("followups:detail", args=[followup.pk])
    return address("insights:customer", customer.pk)


def _key(version: Version) -> str:
    return f"fell:{version.response.pk}:"

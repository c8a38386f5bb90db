"""Those who came last. Nobody has asked them yet, so none of them is quiet or kept for another campaign.

Whom chance picked from everybody had mostly been asked within half a year: on many a day no mail left.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from customers.domain import events
from customers.models import Customer
from nps_project.sample import campaigns, cast, words, year
from surveys.domain import planning
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

MOST = 36
# Of five customers of a small sample one, so that the year has people as well.
ONE_IN = 5
# The campaign waits a day after a support case: these mails are due when the sample is ready.
SETTLING = timedelta(hours=24)
DUE_AT_ONCE = 4


def of(facts: Sequence[dict[str, Any]], *, today: date) -> list[dict[str, Any]]:
    """The last of these customers, as having bought for the first time in the last three weeks.

    A year's contract: their renewal is too far away for its campaign to keep them free.
    """
    count = min(MOST, len(facts) // ONE_IN)
    return [
        {**told, **_dates(today - timedelta(days=10 + number % 12))}
        for number, told in enumerate(facts[len(facts) - count :])
    ]


def _dates(bought_on: date) -> dict[str, Any]:
    return {
        "joined_on": bought_on - timedelta(days=3),
        "first_purchase_on": bought_on,
        "last_purchase_on": bought_on,
        "purchase_count": 1,
        "renewal_on": bought_on + timedelta(days=365),
        "churned_on": None,
    }


def arrive(facts: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Take them in. Half of them were asked lately, half are asked while somebody watches."""
    cast.take_in(facts, now=now - timedelta(days=8))
    by_address = Customer.objects.in_bulk([told["email"] for told in facts], field_name="canonical_email")
    people = [by_address[told["email"]] for told in facts]
    half = len(people) // 2
    # Where the year ends, so that today has answers.
    asked_at = now - year.LEFT_TO_THE_WORKER
    for customer in people[:half]:
        _close_case(customer, asked_at - SETTLING, received_at=asked_at)
    for customer, due_at in zip(people[half:], _moments(now), strict=False):
        _close_case(customer, due_at - SETTLING, received_at=now)
    for moment in (asked_at, now):
        for campaign in Campaign.objects.active().filter(event_name=campaigns.EVENT):
            planning.plan(campaign=campaign, now=moment)
        if moment < now:
            year.send(moment, InvitationMailbag())


def _moments(now: datetime) -> Iterator[datetime]:
    """Some at once, then one a minute."""
    for number in range(MOST):
        yield now + timedelta(minutes=max(0, number - DUE_AT_ONCE + 1))


def _close_case(customer: Customer, closed_at: datetime, *, received_at: datetime) -> None:
    events.record(
        customer=customer,
        name=campaigns.EVENT,
        occurred_at=closed_at,
        now=received_at,
        payload={
            "case": f"SC-{closed_at:%y%m%d}-{customer.pk}",
            "subject": words.CASES[customer.pk % len(words.CASES)],
        },
        key=f"sample-{customer.pk}-{closed_at:%Y%m%d%H%M}",
    )

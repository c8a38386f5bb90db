"""Support cases as the helpdesk tells of them, and the one that a survey was about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from customers.enums import CaseState
from customers.models import SupportCase
from customers.signals import case_reopened

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Customer


class OfSomebodyElse(Exception):
    """Another customer's case has this identifier."""


def keep(
    *,
    customer: Customer,
    external_id: str,
    state: CaseState,
    now: datetime,
    subject: str = "",
    url: str = "",
    at: datetime | None = None,
) -> SupportCase:
    """Store what the helpdesk says of a case; `at` is when it reached this state, else `now`.

    What is not said stays as it was, and so does the state when it was reached later than `at`: helpdesks do
    not tell in order. Raises OfSomebodyElse, and changes nothing.
    """
    at = at or now
    with transaction.atomic():
        case, is_new = SupportCase.objects.select_for_update().get_or_create(
            external_id=external_id, defaults={"customer": customer, "opened_at": at}
        )
        if case.customer_id != customer.pk:
            raise OfSomebodyElse(f"case: {external_id} is another customer's case")
        case.opened_at = min(case.opened_at, at)
        if is_new or (state != case.state and at >= _since(case)):
            _reach(case, state, at)
        case.subject, case.url = subject or case.subject, url or case.url
        case.updated_at = now
        case.save()
    return case


def reopen(*, case: SupportCase, now: datetime) -> bool:
    """Reopen a closed case because its customer is not content (G50); other programs are told on commit.

    False for one that is not closed.
    """
    with transaction.atomic():
        closed = SupportCase.objects.filter(pk=case.pk, state=CaseState.CLOSED)
        facts = {"reopened_at": now, "reopened_by_us_at": now, "updated_at": now}
        if not closed.update(state=CaseState.REOPENED, **facts):
            return False
        tell = partial(case_reopened.send_robust, sender=SupportCase, case_id=case.pk)
        transaction.on_commit(tell)
    case.refresh_from_db()
    return True


def of_customer(customer: Customer) -> QuerySet[SupportCase]:
    """The newest first."""
    return customer.support_cases.order_by("-opened_at", "-pk")


def of_event(event_id: int) -> SupportCase | None:
    """The case that an event speaks of."""
    return SupportCase.objects.filter(events=event_id).first()


def move(*, kept: Customer, lost: Customer) -> int:
    """Give the kept customer every case of the lost one; returns how many. Part of the merge."""
    return SupportCase.objects.filter(customer=lost).update(customer=kept)


def _since(case: SupportCase) -> datetime:
    """When the case reached the state that it is in."""
    return max(it for it in (case.opened_at, case.closed_at, case.reopened_at) if it)


def _reach(case: SupportCase, state: CaseState, at: datetime) -> None:
    case.state = state
    if state == CaseState.CLOSED:
        case.closed_at = at
    elif state == CaseState.REOPENED:
        case.reopened_at = at

"""Everybody locks in one order: real threads, real transactions, both databases."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from customers.domain import erasure, merging
from customers.models import Customer
from followups.domain import endorsing, locks, messages, opening, planning_success, playbooks, working
from followups.enums import EndorsementKind, FollowUpState, MessageKind, Outcome
from followups.models import FollowUp
from tests.factories.customers import CustomerFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from followups.models import Rep
    from responses.models import Response
    from team.models import User

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)
ROUNDS = 6


@pytest.fixture
def followup(detractor: Response, ines: Rep) -> FollowUp:
    """Ana's follow-up, which is Ines'."""
    row = opening.open_for(response_id=detractor.pk, now=NOW)
    assert row is not None
    return row


def whose(followup: FollowUp) -> dict[str, Any]:
    return {"customer": followup.customer}


def resolve(followup: FollowUp, user: User) -> Any:
    return working.resolve(
        followup=followup,
        actor=user,
        root_cause="support",
        outcome=Outcome.SOLVED,
        note="Called back.",
        now=LATER,
    )


def write(followup: FollowUp, user: User) -> Any:
    said: dict[str, Any] = {
        "subject": "Sorry",
        "body": "Hello Ana",
        "kind": MessageKind.PERSONAL,
        "followup": followup,
    }
    return messages.write(author=user, now=LATER, **said, **whose(followup))


def plan(followup: FollowUp, user: User) -> Any:
    said: dict[str, Any] = {"title": "Train them", "owner": user, "due_on": None, "followup": followup}
    return planning_success.add(now=LATER, **said, **whose(followup))


def ask(followup: FollowUp, user: User) -> Any:
    said: dict[str, Any] = {"kind": EndorsementKind.QUOTE, "response": followup.response, "is_offered": True}
    return endorsing.ask(actor=user, now=LATER, **said, **whose(followup))


def reopen(followup: FollowUp, user: User) -> Any:
    FollowUp.objects.filter(pk=followup.pk).update(state=FollowUpState.UNREACHABLE, closed_at=NOW)
    return working.reopen(followup=followup, actor=user, note="", now=LATER)


ACTS = [resolve, write, plan, ask, reopen]


def alone(act: Callable[[], Any]) -> Any:
    """In a thread of its own, with a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def often(work: Callable[[], None]) -> None:
    for _ in range(ROUNDS):
        work()


@pytest.mark.parametrize("act", ACTS)
def test_whoever_has_the_customer_gets_the_follow_up(
    act: Callable[[FollowUp, User], Any], followup: FollowUp, ines: Rep
) -> None:
    """A merge has the customer and needs the follow-up: nobody may wait for it with the follow-up in hand."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Customer.objects.select_for_update().filter(followups=followup.pk))
            other = pool.submit(alone, lambda: act(followup, ines.user))
            # Long enough for the other to stand where it must wait.
            time.sleep(0.3)
            FollowUp.objects.filter(pk=followup.pk).update(priority=7)
        assert other.result() is not None

    followup.refresh_from_db()
    assert followup.priority == 7


def test_whoever_waited_for_a_merge_has_the_one_who_is_left(followup: FollowUp, ines: Rep) -> None:
    kept = CustomerFactory.create()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lost = Customer.objects.get(followups=followup.pk)
            merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)
            other = pool.submit(alone, lambda: resolve(followup, ines.user))
            time.sleep(0.3)
        other.result()

    assert kept.events.filter(name="followup_resolved").exists()


def test_people_playbooks_merges_and_an_erasure_at_once(followup: FollowUp, ines: Rep, petra: User) -> None:
    """None of them is a victim of another's locks."""
    playbook = PlaybookFactory.create(band="detractor")
    for _ in range(ROUNDS):
        StepFactory.create(playbook=playbook)
    playbooks.begin_for(response_id=followup.response_id, now=NOW)

    def close_and_open() -> None:
        resolve(followup, ines.user)
        working.reopen(followup=followup, actor=petra, note="Again.", now=LATER)

    def act() -> None:
        row = FollowUp.objects.select_related("customer", "response").get(pk=followup.pk)
        plan(row, petra)
        messages.withdraw(message=write(row, petra), actor=petra, now=LATER)

    def advance() -> None:
        playbooks.advance(now=LATER, limit=1)

    def merge() -> None:
        kept = Customer.objects.get(followups=followup.pk)
        merging.merge(kept=kept, lost=CustomerFactory.create(), choices={}, actor=None, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        works = [close_and_open, act, advance, merge]
        for done in [pool.submit(alone, partial(often, work)) for work in works]:
            done.result()
    erasure.erase(customer=Customer.objects.get(followups=followup.pk), actor=None, now=LATER)

    followup.refresh_from_db()
    assert followup.is_closed


def test_nobody_is_locked_where_nobody_is_known(followup: FollowUp) -> None:
    FollowUp.objects.filter(pk=followup.pk).update(customer=None)
    followup.refresh_from_db()
    with transaction.atomic():
        locks.customer_of(followup)

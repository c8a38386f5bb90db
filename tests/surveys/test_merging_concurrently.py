"""Customers become one while they are planned, claimed, mailed and imported: real threads, both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from customers.domain import intake, merging
from customers.domain.facts import InvalidFacts, clean
from customers.enums import Source
from customers.models import Contact, Customer, CustomerAlias
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from nps_project import invariants
from surveys.domain import claiming, planning
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Campaign, Invitation
from tests.factories.surveys import CampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailroom.domain.letters import Letter
    from team.models import Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

PAIRS = 40
DUE = "2026-05-09"


class PostOffice:
    """Takes every letter and remembers its recipient."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()

    def send(self, letter: Letter) -> Verdict:
        self.arrived[letter.recipient] += 1
        return Verdict(Kind.ACCEPTED)


def facts(number: int, side: str) -> dict[str, object]:
    return {"external_id": f"{side}-{number}", "email": f"{side}{number}@pairs.example", "renewal_on": DUE}


def send(office: PostOffice) -> None:
    while (taken := claiming.claim(now=NOW, limit=3)).examined:
        if taken.claimed:
            delivery.hand_over(
                mailbag=InvitationMailbag(), token=taken.token, transport=office, clock=lambda: NOW
            )


def side_by_side(works: list[Callable[[], None]]) -> None:
    """All of them at once; an error in one is an error of the test."""

    def alone(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for future in [pool.submit(alone, work) for work in works]:
            future.result()


def test_merges_beside_everything_else_keep_every_promise(program: Program) -> None:
    """G64 T52: nobody is mailed twice, nothing is planned for who is gone, no history is lost."""
    people = {
        (number, side): intake.upsert(facts=facts(number, side), source=Source.IMPORT, now=NOW).customer
        for number in range(PAIRS)
        for side in "ab"
    }
    campaigns = [CampaignFactory.create(priority=priority) for priority in (90, 10)]
    office = PostOffice()

    def merge(seed: int) -> None:
        numbers = list(range(PAIRS))
        Random(seed).shuffle(numbers)
        for number in numbers:
            sides = "ab" if (number + seed) % 2 else "ba"
            kept, lost = (people[number, side] for side in sides)
            with suppress(merging.NotTwo):
                merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    def plan() -> None:
        for campaign in campaigns:
            planning.plan(campaign=campaign, now=NOW)

    def bring_in() -> None:
        for start in range(0, PAIRS, 5):
            batch = [clean(facts(number, side)) for number in range(start, start + 5) for side in "ba"]
            outcomes = intake.absorb(batch=batch, source=Source.IMPORT, now=NOW)
            assert not [it for it in outcomes if isinstance(it, InvalidFacts)]

    plan()
    side_by_side(
        [
            *(lambda seed=seed: merge(seed) for seed in range(3)),
            *([lambda: send(office)] * 3),
            plan,
            bring_in,
        ]
    )

    assert Customer.objects.count() == 2 * PAIRS
    assert Customer.objects.current().count() == PAIRS
    assert CustomerAlias.objects.count() == 2 * PAIRS
    assert_promises(office)
    before = Counter(office.arrived)
    # Afterwards, with nobody beside: whoever was asked as one of two is quiet, the others are asked once.
    plan()
    send(office)
    assert_promises(office)
    asked_again = {
        number
        for number in range(PAIRS)
        if any(before[f"{side}{number}@pairs.example"] for side in "ab")
        and any(
            office.arrived[it] != before[it]
            for it in (f"a{number}@pairs.example", f"b{number}@pairs.example")
        )
    }
    assert asked_again == set()


def assert_promises(office: PostOffice) -> None:
    assert set(office.arrived.values()) <= {1}
    sent = Invitation.objects.filter(state=OutboxState.SENT)
    assert sent.count() == office.arrived.total()
    assert not Invitation.objects.exclude(customer__merged_into=None).filter(state=OutboxState.SENT).exists()
    for customer_id in set(sent.values_list("customer", flat=True)):
        contact = Contact.objects.get(customers=customer_id)
        assert contact.next_survey_at is not None
        assert contact.next_survey_at > NOW
        assert contact.last_asked_at == NOW
    waiting = Invitation.objects.filter(state=OutboxState.PLANNED)
    assert set(Counter(waiting.values_list("campaign", "customer")).values()) <= {1}
    assert Campaign.objects.count() == 2
    assert [breach for it in invariants.INVARIANTS for breach in it.find(NOW)] == []

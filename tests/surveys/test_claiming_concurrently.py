"""Nobody twice, whatever one tries at once: real threads, real transactions, both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from django.db import connection

from customers.domain import erasure, intake
from customers.enums import Source
from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning
from surveys.models import Invitation
from tests.factories.surveys import CampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import Program, User

Result = TypeVar("Result")

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMERS, PEOPLE, CAP = 20, 200, 60
DUE = "2026-05-09"


def side_by_side(work: Callable[[], Result], times: int) -> list[Result]:
    """Run the same work in so many threads, each with a database connection of its own."""

    def alone() -> Result:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(alone) for _ in range(times)]]


def people(program: Program, admin: User) -> None:
    """200 people: some erased and imported again, some with an address that another had before."""
    facts = [
        {"external_id": f"C-{n}", "name": f"Person {n}", "email": f"p{n}@people.example", "renewal_on": DUE}
        for n in range(PEOPLE)
    ]
    for row in facts:
        intake.upsert(facts=row, source=Source.IMPORT, now=NOW)
    for n in range(20):
        erasure.erase(customer=Customer.objects.get(external_id=f"C-{n}"), actor=admin, now=NOW)
        intake.upsert(facts={**facts[n], "external_id": f"again-{n}"}, source=Source.IMPORT, now=NOW)
    for n in range(20, 40):
        # The old address goes to a new customer; both rows may plan for the one contact.
        intake.upsert(
            facts={"external_id": f"C-{n}", "email": f"moved{n}@people.example"},
            source=Source.IMPORT,
            now=NOW,
        )
        intake.upsert(facts={**facts[n], "external_id": f"heir-{n}"}, source=Source.IMPORT, now=NOW)


def claim_until_nothing_is_due() -> int:
    claimed = 0
    while (claim := claiming.claim(now=NOW, limit=25)).examined:
        claimed += claim.claimed
    return claimed


def test_twenty_claimers_ask_nobody_twice_and_exceed_no_cap(program: Program, admin: User) -> None:
    """G61: twenty claimers, two campaigns with caps, people who were erased and came back or moved."""
    campaigns = [CampaignFactory.create(daily_cap=CAP, priority=90), CampaignFactory.create(priority=10)]
    people(program, admin)
    side_by_side(lambda: [planning.plan(campaign=campaign, now=NOW) for campaign in campaigns], 4)

    claimed = side_by_side(claim_until_nothing_is_due, CLAIMERS)

    taken = Invitation.objects.filter(state=OutboxState.CLAIMED)
    contacts = Counter(taken.values_list("contact_id", flat=True))
    by_campaign = Counter(taken.values_list("campaign_id", flat=True))
    assert set(contacts.values()) == {1}
    assert sum(claimed) == len(contacts) == PEOPLE + 20
    assert by_campaign[campaigns[0].pk] == CAP
    assert not Invitation.objects.due(now=NOW).exists()


def test_four_planners_of_one_campaign_write_each_row_once(program: Program, admin: User) -> None:
    campaign = CampaignFactory.create()
    people(program, admin)

    side_by_side(lambda: planning.plan(campaign=campaign, now=NOW), 4)

    planned = Invitation.objects.filter(campaign=campaign).values_list("customer_id", flat=True)
    assert len(planned) == len(set(planned)) == PEOPLE + 20


def test_a_second_campaign_and_a_second_import_ask_nobody_again(program: Program, admin: User) -> None:
    """Step by step: after the mail is out, nothing that one tries brings a second one within six months."""
    people(program, admin)
    planning.plan(campaign=CampaignFactory.create(), now=NOW)
    first = claim_until_nothing_is_due()

    people_again = [
        {"external_id": f"C-{n}", "email": f"p{n}@people.example", "renewal_on": DUE} for n in range(40, 60)
    ]
    for facts in people_again:
        intake.upsert(facts=facts, source=Source.API, now=NOW)
    planning.plan(campaign=CampaignFactory.create(priority=100), now=NOW + timedelta(minutes=5))

    assert first == PEOPLE + 20
    assert claim_until_nothing_is_due() == 0

"""Customers whose score and whose numbers disagree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import CaseState, Stage
from customers.models import SupportCase
from followups.domain import at_risk
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from team.models import User

SOON = NOW.date() + timedelta(days=30)


def answered(name: str, *scores: int, **fields: Any) -> Customer:
    """A customer whose answers these are, the last one now."""
    customer = CustomerFactory.create(name=name, last_score=scores[-1], last_answered_at=NOW, **fields)
    for number, score in enumerate(reversed(scores)):
        at = NOW - timedelta(days=200 * number)
        ResponseFactory.create(invitation__customer=customer, score=score, answered_at=at)
    return customer


def listed(kind: str, user: User, *, own: bool = False) -> list[str]:
    found = at_risk.found(kind=kind, user=user, own=own, now=NOW)
    return [str(entry.customer) for entry in found.entries]


@pytest.fixture
def people(petra: User) -> None:
    """Promoters, passives and detractors with and without signals."""
    answered("Happy", 10)
    answered("Renews", 9, renewal_on=SOON)
    answered("Left", 10, stage=Stage.LOSS)
    troubled = answered("Troubled", 9, renewal_on=SOON)
    SupportCase.objects.create(customer=troubled, external_id="1", state=CaseState.OPEN)
    answered("Long ago", 10, renewal_on=SOON)
    type(troubled).objects.filter(name="Long ago").update(last_answered_at=NOW - timedelta(days=366))
    answered("Fell", 9, 7, renewal_on=SOON)
    answered("Fell far", 10, 4, renewal_on=SOON)
    answered("Slipped", 10, 9, renewal_on=SOON)
    answered("Fell, renews late", 9, 7)
    answered("Fell further", 5, 2, renewal_on=SOON)
    answered("Rose", 3, 7, renewal_on=SOON)
    answered("Unseen", 5)
    answered("Large and unseen", 2, account=AccountFactory.create(annual_revenue=90_000))


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("promoters", ["Left", "Troubled", "Renews", "Slipped"]),
        ("fell", ["Fell", "Fell far", "Fell further"]),
        ("detractors", ["Large and unseen", "Unseen"]),
    ],
)
def test_lists_hold_those_whose_score_and_numbers_disagree(
    people: None, petra: User, kind: str, found: list[str]
) -> None:
    """T12, G88: the weightiest first, of equal weight the larger account."""
    rows = listed(kind, petra)

    assert sorted(rows) == sorted(found)
    assert rows[0] == found[0]


def test_an_entry_tells_the_answer_before_the_signals_and_the_open_follow_up(ines: Rep) -> None:
    customer = answered("Fell", 9, 5, renewal_on=SOON)
    row = FollowUpFactory.create(
        customer=customer, response=customer.responses.get(score=5), assignee=ines.user
    )

    (entry,) = at_risk.found(kind="fell", user=ines.user, own=False, now=NOW).entries

    assert entry.answer == row.response
    assert (entry.previous, entry.points, entry.followup) == (9, 25, row)
    assert [signal.words for signal in entry.signals] == ["renews in 30 days"]


def test_mine_are_my_accounts_and_my_open_follow_ups(ines: Rep, omar: Rep) -> None:
    answered("Nobodys", 9, renewal_on=SOON)
    answered("Managed", 9, renewal_on=SOON, account=AccountFactory.create(manager=ines.user))
    worked = answered("Worked", 9, renewal_on=SOON)
    FollowUpFactory.create(customer=worked, response=worked.responses.get(), assignee=ines.user)

    assert sorted(listed("promoters", ines.user, own=True)) == ["Managed", "Worked"]
    assert listed("promoters", omar.user, own=True) == []


def test_the_number_of_queries_does_not_grow(petra: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            at_risk.found(kind="promoters", user=petra, own=False, now=NOW)
        return len(caught)

    answered("One", 9, renewal_on=SOON)
    queries()
    one = queries()
    for number in range(4):
        answered(f"Number {number}", 9, renewal_on=SOON)

    assert queries() == one <= 7

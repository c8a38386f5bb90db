"""Support cases in a customer's story: each thing once, whoever told it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.domain import cases, events
from customers.enums import CaseState
from followups.enums import ActivityKind
from followups.models import Activity
from insights.domain.story import moves, support
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer, SupportCase
    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]

DAY = timedelta(days=1)


@pytest.fixture
def ada() -> Customer:
    return CustomerFactory.create()


def keep(ada: Customer, state: str, days: int, *, number: str = "4711") -> SupportCase:
    return cases.keep(
        customer=ada,
        external_id=number,
        state=CaseState(state),
        subject="No login",
        url="https://desk.example/4711",
        at=NOW - days * DAY,
        now=NOW,
    )


def told(ada: Customer, user: User, limit: int = 9) -> list[tuple[int, str]]:
    """How many days ago, and what."""
    found = support.entries(customer=ada, user=user, limit=limit)
    newest = sorted(found, key=lambda entry: entry.at, reverse=True)
    return [((NOW - entry.at).days, entry.title) for entry in newest]


def test_a_case_is_opened_closed_and_reopened_in_the_story(ada: Customer, viewer: User) -> None:
    """T37: contacts with support stand beside surveys and answers."""
    for state, days in (("open", 9), ("closed", 7), ("reopened", 5), ("closed", 3)):
        keep(ada, state, days)

    assert told(ada, viewer) == [
        (3, "Support case closed: No login"),
        (5, "Support case reopened: No login"),
        (9, "Support case opened: No login"),
    ]
    entry = support.entries(customer=ada, user=viewer, limit=9)[0]
    assert (entry.icon, entry.url) == ("life-buoy", "https://desk.example/4711")


def test_what_was_told_closed_alone_has_no_beginning(ada: Customer, viewer: User) -> None:
    keep(ada, "closed", 3)

    assert told(ada, viewer) == [(3, "Support case closed: No login")]


def test_what_an_event_tells_is_not_told_twice(ada: Customer, viewer: User) -> None:
    keep(ada, "open", 9)
    events.record(
        customer=ada,
        name="support_case_closed",
        occurred_at=NOW - 2 * DAY,
        payload={"case": "4711", "subject": "No login", "agent": "Kim"},
        now=NOW,
    )

    assert told(ada, viewer) == [(9, "Support case opened: No login")]
    (entry,) = moves.event_entries(customer=ada, limit=9)
    assert (entry.title, entry.text, entry.url) == (
        "Support case closed: No login",
        "agent: Kim",
        "https://desk.example/4711",
    )


def test_a_case_that_a_poor_answer_reopened_says_so_once(ada: Customer, viewer: User, rep: User) -> None:
    """G50: who works follow-ups reads it as a line of theirs, everybody else as the case's own."""
    case = keep(ada, "closed", 3)
    cases.reopen(case=case, now=NOW)

    assert told(ada, viewer)[0] == (0, "Support case reopened from here: No login")
    assert told(ada, rep)[0] == (0, "Support case reopened from here: No login")
    followup = FollowUpFactory.create(customer=ada, assignee=rep)
    Activity.objects.create(followup=followup, kind=ActivityKind.CASE, at=NOW, facts={"words": "Reopened"})
    assert told(ada, rep) == [(3, "Support case closed: No login")]
    assert len(told(ada, viewer)) == 2


def test_the_newest_things_are_told_of_many_cases(ada: Customer, viewer: User) -> None:
    for number in range(5):
        keep(ada, "open", 20 + number, number=f"old-{number}")
    keep(ada, "open", 90, number="reopened")
    keep(ada, "reopened", 1, number="reopened")

    assert [days for days, _ in told(ada, viewer, limit=2)][:2] == [1, 20]

"""What each field of the queue's filter leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from customers.enums import Stage
from followups.domain import queue
from followups.models import FollowUp
from responses.enums import TagOrigin
from responses.models import ResponseTheme, Theme
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.followups.domain.queue.desks import names
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def rows(ines: Rep, omar: Rep) -> None:
    """Three that differ in everything."""
    theme = Theme.objects.create(code="billing", name="Billing")
    big = AccountFactory.create(name="Rail Group", annual_revenue=Decimal(90_000))
    people = [
        CustomerFactory.create(name="Ana Ruiz", account=big, stage=Stage.RENEWAL),
        CustomerFactory.create(name="Ben Okoro", email="ben@haul.example", stage=Stage.NEW),
        CustomerFactory.create(name="Cleo Marsh", stage=Stage.ADVOCATE),
    ]
    scores = [2, 5, 9]
    reasons = ["Invoices are wrong.", "", "Outages"]
    days = [-1, 0.3, 9]
    owners = [ines.user, omar.user, None]
    for number, customer in enumerate(people):
        answer = ResponseFactory.create(
            invitation__customer=customer, score=scores[number], reason=reasons[number]
        )
        FollowUpFactory.create(
            customer=customer,
            response=answer,
            assignee=owners[number],
            priority=[80, 40, 10][number],
            contact_due_at=NOW + timedelta(days=days[number]),
            resolve_due_at=NOW + timedelta(days=30),
        )
        if number == 0:
            ResponseTheme.objects.create(response=answer, theme=theme, origin=TagOrigin.PERSON)
        if number == 1:
            ResponseTheme.objects.create(
                response=answer, theme=theme, origin=TagOrigin.PERSON, is_removed=True
            )


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["Ana Ruiz", "Ben Okoro", "Cleo Marsh"]),
        ({"assignee": "me"}, ["Ana Ruiz"]),
        ({"assignee": "none"}, ["Cleo Marsh"]),
        ({"score": "worst"}, ["Ana Ruiz"]),
        ({"score": "poor"}, ["Ben Okoro"]),
        ({"score": "detractor"}, ["Ana Ruiz", "Ben Okoro"]),
        ({"score": "promoter"}, ["Cleo Marsh"]),
        ({"stage": "new"}, ["Ben Okoro"]),
        ({"theme": "billing"}, ["Ana Ruiz"]),
        ({"value": Decimal(90_000)}, ["Ana Ruiz"]),
        ({"level": "urgent"}, ["Ana Ruiz"]),
        ({"level": "medium"}, ["Ben Okoro"]),
        ({"level": "low"}, ["Cleo Marsh"]),
        ({"due": "overdue"}, ["Ana Ruiz"]),
        ({"due": "today"}, ["Ben Okoro"]),
        ({"due": "tomorrow"}, []),
        ({"due": "week"}, ["Ben Okoro"]),
        ({"due": "later"}, ["Cleo Marsh"]),
        ({"state": "open"}, ["Ana Ruiz", "Ben Okoro", "Cleo Marsh"]),
        ({"state": "waiting"}, []),
        ({"q": "RAIL invoices"}, ["Ana Ruiz"]),
        ({"q": "ben@haul"}, ["Ben Okoro"]),
        ({"q": "outages", "stage": "new"}, []),
    ],
)
def test_condition_leaves_what_fits_all_that_was_chosen(
    rows: None, ines: Rep, chosen: dict[str, Any], found: list[str]
) -> None:
    condition = queue.condition(chosen, user_id=ines.user_id, now=NOW, zone=BERLIN)

    assert names(FollowUp.objects.filter(condition).by_due()) == found


def test_days_are_the_readers(ines: Rep) -> None:
    """A quarter past midnight in Berlin is tomorrow there, and still today in London."""
    midnight = datetime(2026, 3, 11, 0, 15, tzinfo=BERLIN)
    FollowUpFactory.create(contact_due_at=midnight)

    def due_today(zone: str) -> int:
        chosen = {"due": "today"}
        condition = queue.condition(chosen, user_id=ines.user_id, now=NOW, zone=ZoneInfo(zone))
        return FollowUp.objects.filter(condition).count()

    assert (due_today("Europe/Berlin"), due_today("Europe/London")) == (0, 1)

"""Advocates, agreements and referrals by month (G74)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from customers.models import Customer, StageChange
from followups.domain import advocates
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("program")


def moved(customer: Customer, *steps: tuple[str, datetime]) -> None:
    was = ""
    for stage, at in steps:
        StageChange.objects.create(customer=customer, from_stage=was, to_stage=stage, changed_at=at)
        was = stage


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_advocates_at_the_end_of_each_month() -> None:
    """G74: from the history of stages, also of those who are none any more."""
    moved(CustomerFactory.create(), ("advocate", at(2024, 1, 1)))
    moved(
        CustomerFactory.create(),
        ("new", at(2025, 1, 1)),
        ("advocate", at(2025, 12, 10)),
        ("renewal", at(2026, 2, 3)),
        ("advocate", at(2026, 3, 9)),
    )
    moved(CustomerFactory.create(erased_at=at(2026, 1, 15)), ("advocate", at(2025, 11, 30, 22)))
    moved(CustomerFactory.create(), ("new", at(2025, 1, 1)))

    months = advocates.by_month(now=NOW)

    assert [(month.first, month.advocates) for month in months[-6:]] == [
        (date(2025, 10, 1), 1),
        (date(2025, 11, 1), 2),
        (date(2025, 12, 1), 3),
        (date(2026, 1, 1), 2),
        (date(2026, 2, 1), 1),
        (date(2026, 3, 1), 2),
    ]
    assert (len(months), months[0].first, months[-1].is_current) == (12, date(2025, 4, 1), True)


def test_what_was_agreed_and_won_in_each_month() -> None:
    """G74: in the program's months; consent that was taken back was agreed to then, all the same."""
    # Midnight in Berlin: February there, January in UTC.
    agreed = {"agreed_at": at(2026, 1, 31, 23), "evidence": "e-mail"}
    EndorsementFactory.create(state="agreed", **agreed)
    EndorsementFactory.create(state="withdrawn", **agreed)
    EndorsementFactory.create(state="asked")
    ReferralFactory.create(state="won", decided_on=date(2026, 3, 1), referred=CustomerFactory.create())
    ReferralFactory.create(state="lost", decided_on=date(2026, 3, 1))
    ReferralFactory.create(state="won", decided_on=date(2025, 3, 31), referred=CustomerFactory.create())

    january, february, march = advocates.by_month(now=NOW)[-3:]

    assert [(m.agreed, m.won) for m in (january, february, march)] == [(0, 0), (2, 0), (0, 1)]
    assert sum(month.won for month in advocates.by_month(now=NOW)) == 1

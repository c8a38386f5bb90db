"""What speaks for a loss besides the score."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from customers.enums import CaseState, Stage
from customers.models import Customer, SupportCase, UsageReading
from followups.domain import risk
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer as Person

TODAY = date(2026, 3, 10)


def used(customer: Person, metric: str, **values: int) -> None:
    """Readings by so many days ago: d10=5."""
    for days, value in values.items():
        on = TODAY - timedelta(days=int(days[1:]))
        UsageReading.objects.create(customer=customer, metric=metric, on=on, value=Decimal(value))


def case(customer: Person, number: int, state: CaseState = CaseState.OPEN) -> None:
    closed_at = NOW if state == CaseState.CLOSED else None
    SupportCase.objects.create(
        customer=customer, external_id=f"{customer.pk}-{number}", state=state, closed_at=closed_at
    )


def signals(customer: Person) -> list[tuple[str, str]]:
    row = Customer.objects.select_related("account").get(pk=customer.pk)
    found = risk.signals_of([row], today=TODAY)[row.pk]
    return [(signal.code, signal.words) for signal in found]


@pytest.mark.parametrize(
    ("score", "stage", "is_risk"),
    [(0, "", True), (6, Stage.ADVOCATE, True), (6, Stage.LOSS, False), (7, "", False), (None, "", False)],
)
def test_a_detractor_who_has_not_left_is_a_churn_risk(score: int | None, stage: str, is_risk: bool) -> None:
    """T8."""
    assert risk.is_churn_risk(score, stage) is is_risk


def test_signals_are_renewal_usage_and_open_cases(program: object) -> None:
    """T12, G31: the account's renewal counts where the customer has none."""
    account = AccountFactory.create(renewal_on=TODAY + timedelta(days=20))
    customer = CustomerFactory.create(account=account)
    used(customer, "seats_used", d5=4, d20=6, d40=10, d80=10)
    used(customer, "logins", d5=9, d40=10)
    case(customer, 1)
    case(customer, 2, CaseState.REOPENED)
    case(customer, 3, CaseState.CLOSED)

    assert signals(customer) == [
        ("renewal", "renews in 20 days"),
        ("usage", "seats used fell by 50%"),
        ("cases", "2 open support cases"),
    ]


def test_who_has_left_renews_nothing(program: object) -> None:
    customer = CustomerFactory.create(stage=Stage.LOSS, renewal_on=TODAY + timedelta(days=20))

    assert signals(customer) == [("lost", "has left")]


@pytest.mark.parametrize(
    ("readings", "falls"),
    [
        ({"d5": 7, "d40": 10}, False),
        ({"d5": 6, "d40": 10}, True),
        # What lies on either side of the month, and of the three months.
        ({"d29": 6, "d30": 10}, True),
        ({"d5": 6, "d90": 10}, False),
        ({"d5": 6, "d89": 10}, True),
        ({"d40": 10}, False),
        ({"d5": 0, "d40": 0}, False),
    ],
)
def test_usage_falls_under_seven_tenths_of_before(
    program: object, readings: dict[str, int], falls: bool
) -> None:
    customer = CustomerFactory.create()
    used(customer, "seats", **readings)

    assert bool(risk.usage_falls([customer.pk], today=TODAY)) is falls


@pytest.mark.parametrize(
    ("readings", "others", "words"),
    [
        ({"d40": 10, "d45": 12}, {"d3": 5}, ["no seats for 30 days"]),
        ({"d3": 0, "d40": 10}, {}, ["no seats for 30 days"]),
        # A single reading is no habit, and where nobody is heard of, nobody left.
        ({"d40": 10}, {"d3": 5}, []),
        ({"d40": 10, "d45": 12}, {"d31": 5}, []),
    ],
)
def test_who_is_heard_of_no_more_fell_to_nothing(
    program: object, readings: dict[str, int], others: dict[str, int], words: list[str]
) -> None:
    """T12."""
    customer = CustomerFactory.create()
    used(customer, "seats", **readings)
    used(CustomerFactory.create(), "seats", **others)

    assert [said for code, said in signals(customer) if code == "usage"] == words


def test_a_fall_before_the_renewal_is_an_alert() -> None:
    """G88."""
    assert risk.falls_before_renewal([{"code": "fell"}, {"code": "renewal"}])
    assert risk.falls_before_renewal([{"code": "repeat"}, {"code": "renewal"}])
    assert not risk.falls_before_renewal([{"code": "fell"}, {"code": "score"}])
    assert not risk.falls_before_renewal([{"code": "renewal"}])

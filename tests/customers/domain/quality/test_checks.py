"""What is missing, counted and listed alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from customers.domain import consent
from customers.domain.quality import checks, trend
from customers.domain.quality.trend import Arrivals, Line
from customers.enums import BlockReason, Source
from customers.models import Customer
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User


@pytest.fixture
def whole(program: Program, manager: User) -> Customer:
    """Somebody in whose record nothing is missing."""
    account = AccountFactory.create(manager=manager, renewal_on=date(2027, 1, 1))
    return CustomerFactory.create(
        account=account, language="en", time_zone="Europe/London", country="GB", purchase_count=1
    )


def found(program: Program) -> dict[str, int]:
    return {it.check.code: it.number for it in checks.tally(program) if it.number}


def test_a_whole_record_is_found_by_no_check(program: Program, whole: Customer) -> None:
    """T52"""
    assert found(program) == {}
    assert [it.total for it in checks.tally(program)] == [1] * len(checks.CHECKS)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"canonical_email": None, "email": "", "contact": None}, ["no-email"]),
        ({"language": ""}, ["no-language"]),
        ({"time_zone": ""}, ["no-time-zone"]),
        ({"account": None}, ["no-company", "no-owner", "no-renewal"]),
        ({"account": None, "renewal_on": date(2027, 1, 1)}, ["no-company", "no-owner"]),
        ({"account": None, "churned_on": date(2026, 1, 1)}, ["no-company", "no-owner"]),
        ({"account": None, "purchase_count": 0}, ["no-company", "no-owner"]),
    ],
)
def test_each_gap_is_found_by_its_check(
    program: Program, whole: Customer, change: dict[str, object], codes: list[str]
) -> None:
    """T52"""
    Customer.objects.filter(pk=whole.pk).update(**change)

    assert sorted(found(program)) == codes
    for code, check in checks.CHECKS.items():
        rows = list(checks.found_by(check, program=program))
        assert rows == ([whole] if code in codes else [])


def test_a_company_without_an_owner(program: Program, whole: Customer) -> None:
    assert whole.account is not None
    whole.account.manager = None
    whole.account.save(update_fields=["manager"])

    assert found(program) == {"no-owner": 1}


@pytest.mark.parametrize("reason", [BlockReason.BOUNCED, BlockReason.UNSUBSCRIBED])
def test_a_blocked_address_is_undeliverable_and_no_gap(
    program: Program, whole: Customer, reason: BlockReason
) -> None:
    consent.block(contact_id=whole.contact_id or 0, reason=reason, now=NOW)

    assert found(program) == {"undeliverable": 1}
    assert Customer.objects.filter(checks.complete(program)).exists()


def test_an_opt_in_is_missing_where_one_is_needed(program: Program, whole: Customer) -> None:
    program.opt_in_countries = ["DE"]
    assert found(program) == {}
    program.opt_in_countries = ["DE", "GB"]
    assert found(program) == {"no-opt-in": 1}
    Customer.objects.update(opted_in_at=NOW)
    assert found(program) == {}


def test_the_erased_and_the_merged_are_not_counted(program: Program, whole: Customer) -> None:
    CustomerFactory.create(erased_at=NOW)
    CustomerFactory.create(merged_into=whole)

    assert found(program) == {}


def test_the_trend_counts_newcomers_by_source_and_month(program: Program, whole: Customer) -> None:
    """T52: the trend by source."""
    march = NOW.replace(month=3)
    # In Berlin the second of them came in March already.
    moments = {"C-a": NOW.replace(month=2), "C-b": NOW.replace(month=2, day=28, hour=23, minute=30)}
    Customer.objects.filter(pk=whole.pk).update(created_at=march, source=Source.API)
    for name, at in moments.items():
        CustomerFactory.create(external_id=name, created_at=at, source=Source.API)
    CustomerFactory.create(created_at=NOW.replace(year=2025, month=8), source=Source.TRIAL)

    months, lines = trend.trend(program=program, now=NOW)

    assert months == [
        date(2025, 10, 1),
        date(2025, 11, 1),
        date(2025, 12, 1),
        *(date(2026, n, 1) for n in (1, 2, 3)),
    ]
    nobody = Arrivals()
    assert lines == [Line("API", [nobody, nobody, nobody, nobody, Arrivals(1, 0), Arrivals(2, 1)])]
    assert lines[0].months[-1].share == 0.5

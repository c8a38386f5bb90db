"""Whom we have not heard from."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from customers.enums import Stage
from surveys.domain import coverage
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

# A year before NOW's day in Berlin begins.
YEAR_AGO = datetime(2025, 3, 10, tzinfo=timezone(timedelta(hours=1)))


def test_advocates_unasked_are_those_whom_nobody_asked_for_a_year(program: Program) -> None:
    """G34: advocates not asked in twelve months, by name; counted like every long list."""
    for name, asked in (
        ("Never", None),
        ("Long ago", YEAR_AGO - timedelta(seconds=1)),
        ("A year ago today", YEAR_AGO),
        ("Lately", NOW - timedelta(days=9)),
    ):
        contact = ContactFactory.create(last_asked_at=asked)
        CustomerFactory.create(name=name, stage=Stage.ADVOCATE, contact=contact)
    CustomerFactory.create(
        name="No address", stage=Stage.ADVOCATE, email="", canonical_email=None, contact=None
    )
    CustomerFactory.create(name="Prospect", stage=Stage.PROSPECT)
    CustomerFactory.create(name="Erased", stage=Stage.ADVOCATE, erased_at=NOW)

    found = coverage.advocates_unasked(program=program, now=NOW)

    assert [customer.name for customer in found] == ["Long ago", "Never", "No address"]
    assert found.count() == 3


def test_silent_accounts_buy_and_say_nothing(program: Program) -> None:
    """G34: accounts of which nobody answered for a year; asked in vain, or never asked."""
    asked = NOW - timedelta(days=40)
    heard, in_vain, never, prospects, lost = (
        AccountFactory.create(name=name) for name in ("Heard", "In vain", "Never", "Prospects", "Lost")
    )
    CustomerFactory.create(account=heard, stage=Stage.ADVOCATE, last_answered_at=YEAR_AGO)
    CustomerFactory.create(account=heard, stage=Stage.NEW)
    CustomerFactory.create(
        account=in_vain, stage=Stage.NEW, contact=ContactFactory.create(last_asked_at=asked)
    )
    CustomerFactory.create(
        account=in_vain, stage=Stage.PROSPECT, last_answered_at=YEAR_AGO - timedelta(seconds=1)
    )
    CustomerFactory.create(account=in_vain, stage=Stage.NEW, erased_at=NOW)
    CustomerFactory.create(account=never, stage=Stage.ESTABLISHED)
    CustomerFactory.create(account=prospects, stage=Stage.PROSPECT)
    CustomerFactory.create(account=lost, stage=Stage.LOSS)

    found = coverage.silent_accounts(program=program, now=NOW)

    assert [(row.name, row.people, row.asked_at) for row in found] == [  # type: ignore[attr-defined]  # annotated
        ("In vain", 2, asked),
        ("Never", 1, None),
    ]
    assert found.count() == 2


def test_silence_is_counted_in_the_months_one_likes(program: Program) -> None:
    contact = ContactFactory.create(last_asked_at=NOW - timedelta(days=100))
    CustomerFactory.create(stage=Stage.ADVOCATE, contact=contact)

    assert coverage.advocates_unasked(program=program, now=NOW, months=3).count() == 1
    assert coverage.advocates_unasked(program=program, now=NOW, months=4).count() == 0

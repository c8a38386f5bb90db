"""What may be asked of whom next: the rule for one and the rule for many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from customers.enums import BlockReason, Stage
from customers.models import Customer
from followups.domain import favors
from followups.enums import EndorsementKind
from followups.models import Endorsement
from tests.factories.advocacy import EndorsementFactory
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

DAY = timedelta(days=1)


def everybody(program: Program) -> None:
    """Customers of every kind that the rules tell apart."""
    program.opt_in_countries, program.blocked_domains = ["DE"], ["rival.example"]
    program.save(update_fields=["opt_in_countries", "blocked_domains"])
    for reason in BlockReason:
        one = CustomerFactory.create(last_score=9)
        assert one.contact
        one.contact.blocked_reason, one.contact.blocked_at = reason, NOW
        one.contact.save(update_fields=["blocked_reason", "blocked_at"])
    for until in (NOW - DAY, NOW + DAY):
        one = CustomerFactory.create(last_score=9)
        assert one.contact
        one.contact.paused_until = until
        one.contact.save(update_fields=["paused_until"])
    CustomerFactory.create(email="spy@eu.rival.example", last_score=9)
    CustomerFactory.create(country="DE", last_score=9)
    CustomerFactory.create(country="DE", last_score=9, opted_in_at=NOW)
    CustomerFactory.create(email="", contact=None, canonical_email=None, last_score=10)
    CustomerFactory.create(last_score=8)
    CustomerFactory.create(stage=Stage.ADVOCATE)
    CustomerFactory.create(stage=Stage.LOSS, last_score=9)
    FollowUpFactory.create(customer=CustomerFactory.create(last_score=9))
    changed = CustomerFactory.create(last_score=9)
    for wants, at in ((False, NOW - 300 * DAY), (True, NOW - DAY)):
        ResponseFactory.create(invitation__customer=changed, score=9, contact_me=wants, answered_at=at)
    ResponseFactory.create(
        invitation__customer=CustomerFactory.create(), score=9, contact_me=False, answered_at=NOW
    )
    states = ("asked", "agreed", "declined", "done", "withdrawn")
    for state in states:
        for age in (10, 364, 366, 800):
            agreed = {"agreed_at": NOW, "evidence": "e-mail"} if state in ("agreed", "done") else {}
            EndorsementFactory.create(
                customer=CustomerFactory.create(last_score=9),
                state=state,
                asked_at=NOW - age * DAY,
                decided_at=NOW - (age - 5) * DAY if state in ("declined", "withdrawn") else None,
                **agreed,
            )


@pytest.mark.parametrize("kind", [EndorsementKind.REVIEW, EndorsementKind.SPEAKER])
def test_the_rule_for_many_is_the_rule_for_one(program: Program, kind: EndorsementKind) -> None:
    """G16: nobody twice within twelve months, nobody against their wish, nobody at a bad moment."""
    everybody(program)
    said = favors.terms(now=NOW)

    def free(customer: Customer) -> bool:
        rows = list(customer.endorsements.all())
        has_followup = customer.followups.unfinished().exists()
        unwanted = favors.is_unwanted(customer)
        return not (
            favors.unwilling(customer, said=said, is_unwanted=unwanted)
            or favors.ill_timed(customer, has_followup=has_followup)
            or favors.stands_against(rows, kind=kind, said=said)
        )

    people = list(Customer.objects.select_related("contact", "account"))
    one_by_one = {customer.pk for customer in people if free(customer)}
    at_once = set(favors.free_for(Customer.objects.all(), kind=kind, said=said).values_list("pk", flat=True))

    assert at_once == one_by_one
    assert 0 < len(at_once) < len(people)


@pytest.mark.parametrize(
    ("asked", "again"),
    [(date(2026, 3, 10), date(2027, 3, 10)), (date(2024, 2, 29), date(2025, 3, 1))],
)
def test_the_same_is_free_after_twelve_calendar_months(program: Program, asked: date, again: date) -> None:
    """G16: the day that is told is the day on which it is true."""
    row = Endorsement(kind="review", state="asked", asked_at=NOW.replace(asked.year, asked.month, asked.day))
    noon = NOW.replace(again.year, again.month, again.day)

    assert favors.free_from(row, said=favors.terms(now=NOW)) == again
    assert favors.stands_against([row], kind="review", said=favors.terms(now=noon)) is None
    assert favors.stands_against([row], kind="review", said=favors.terms(now=noon - DAY)) == row


def test_the_smallest_favor_comes_first(program: Program) -> None:
    row = EndorsementFactory.create(kind="review")

    assert favors.next_kinds([row], said=favors.terms(now=NOW)) == [
        "quote",
        "reference",
        "case_study",
        "speaker",
    ]

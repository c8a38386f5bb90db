"""Many browsers of one person at once: one of them is shown the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.models import Contact
from surveys.domain import claiming, visits
from surveys.models import Invitation
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import InvitationFactory, WidgetFactory
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_tabs_of_one_person_show_it_once(program: Program) -> None:
    """G61: the compare-and-swap is the guard, not what was read before."""
    widget, customer = WidgetFactory.create(), CustomerFactory.create()

    def show() -> str:
        try:
            visits.show(placement=widget, customer=customer, now=NOW)
        except visits.NotAskable as refusal:
            return refusal.reason
        return "shown"

    outcomes = side_by_side(show, 20)

    assert sorted(outcomes) == [*["quiet_period"] * 19, "shown"]
    assert Invitation.objects.filter(customer=customer).count() == 1


def test_tabs_without_an_address_show_it_once(program: Program) -> None:
    """G61: the single file alone guards those who have no contact."""
    widget, customer = WidgetFactory.create(), CustomerFactory.create(email="", contact=None)

    def show() -> bool:
        try:
            visits.show(placement=widget, customer=customer, now=NOW)
        except visits.NotAskable:
            return False
        return True

    assert sum(side_by_side(show, 10)) == 1


def test_a_claim_and_a_visit_ask_one_person_once(program: Program) -> None:
    """G61: mail and website at the same moment."""
    widget = WidgetFactory.create()
    people = [InvitationFactory.create().customer for _ in range(20)]
    waiting = list(people)

    def either() -> int:
        if len(waiting) % 2:
            return claiming.claim(now=NOW, limit=3).claimed
        shown = 0
        while waiting:
            try:
                visits.show(placement=widget, customer=waiting.pop(), now=NOW)
            except (visits.NotAskable, IndexError):
                continue
            shown += 1
        return shown

    asked = sum(side_by_side(either, 4)) + claiming.claim(now=NOW).claimed

    assert asked == len(people) == Contact.objects.exclude(next_survey_at=None).count()

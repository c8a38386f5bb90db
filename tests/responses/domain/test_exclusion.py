"""Answers that do not count, and the trail that says who decided it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.scoring import Tally
from responses.domain import exclusion
from responses.models import Response
from team.models import AuditEntry, User
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db


def nps() -> int | None:
    return Tally.from_scores(Response.objects.counted().values_list("score", flat=True)).nps


def test_exclude_takes_the_answer_out_of_the_numbers_and_says_why(manager: User) -> None:
    """T3: the score stays as the customer gave it; the decision is on record."""
    response = ResponseFactory.create(score=0)
    ResponseFactory.create(score=10)

    changed = exclusion.exclude(
        response=response, reason="Answered by our own tester", actor=manager, now=NOW
    )

    assert changed
    assert (response.state, response.excluded_reason, response.score) == (
        "excluded", "Answered by our own tester", 0,
    )  # fmt: skip
    assert nps() == 100
    entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor, entry.action, entry.subject_id) == (
        NOW, manager, "response.exclude", str(response.pk),
    )  # fmt: skip
    assert entry.changes == {
        "state": ["counted", "excluded"], "excluded_reason": ["", "Answered by our own tester"],
    }  # fmt: skip


def test_exclude_twice_is_one_decision(manager: User) -> None:
    response = ResponseFactory.create()
    exclusion.exclude(response=response, reason="A test", actor=manager, now=NOW)

    assert not exclusion.exclude(response=response, reason="Another word", actor=manager, now=NOW)

    response.refresh_from_db()
    assert response.excluded_reason == "A test"
    assert AuditEntry.objects.count() == 1


def test_include_lets_it_count_again(manager: User) -> None:
    response = ResponseFactory.create(score=4)
    exclusion.exclude(response=response, reason="A test", actor=manager, now=NOW)

    assert exclusion.include(response=response, actor=manager, now=NOW)
    assert not exclusion.include(response=response, actor=manager, now=NOW)

    assert (response.state, response.excluded_reason) == ("counted", "")
    assert nps() == -100
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "response.exclude", "response.include",
    ]  # fmt: skip


def test_the_customers_latest_answer_is_one_that_counts(manager: User) -> None:
    customer = CustomerFactory.create()
    older = ResponseFactory.create(
        invitation__customer=customer, score=8, answered_at=NOW - timedelta(days=200)
    )
    newer = ResponseFactory.create(invitation__customer=customer, score=1, answered_at=NOW)

    exclusion.exclude(response=newer, reason="A test", actor=manager, now=NOW)
    customer.refresh_from_db()
    assert (customer.last_answered_at, customer.last_score) == (older.answered_at, 8)

    exclusion.exclude(response=older, reason="A test", actor=manager, now=NOW)
    customer.refresh_from_db()
    assert (customer.last_answered_at, customer.last_score) == (None, None)

    exclusion.include(response=newer, actor=manager, now=NOW)
    customer.refresh_from_db()
    assert (customer.last_answered_at, customer.last_score) == (NOW, 1)

"""The answers of two customers who become one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.domain import merging
from customers.models import Customer
from responses.domain import recording
from responses.models import Response
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("program")


@pytest.mark.parametrize(("ours", "theirs", "score"), [(2, 1, 3), (1, 2, 9)])
def test_answers_move_and_the_newest_is_shown(ours: int, theirs: int, score: int) -> None:
    """T52"""
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    answers = [
        ResponseFactory.create(
            invitation__customer=customer, score=number, answered_at=NOW - timedelta(days=days)
        )
        for customer, number, days in ((kept, 9, ours), (lost, 3, theirs))
    ]

    merged = merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    assert set(Response.objects.values_list("pk", "customer")) == {(it.pk, kept.pk) for it in answers}
    assert (merged.last_score, merged.last_answered_at) == (score, NOW - timedelta(days=1))
    assert Customer.objects.values_list("last_score", "last_answered_at").get(pk=lost.pk) == (None, None)


def test_a_link_from_before_the_merge_is_answered_by_the_one_who_is_left() -> None:
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    invitation = SentInvitationFactory.create(customer=lost)
    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    response = recording.record(
        invitation=invitation,
        score=2,
        reason="Slow.",
        contact_me=True,
        language="en",
        started_at=NOW,
        now=NOW,
    )

    kept.refresh_from_db()
    assert (response.customer_id, kept.last_score) == (kept.pk, 2)

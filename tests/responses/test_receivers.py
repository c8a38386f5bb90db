"""What is left of answers when their customer is erased."""

from __future__ import annotations

import pytest

from core.scoring import Tally
from customers.domain import erasure
from responses.models import Response, Revision
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.moments import NOW


@pytest.mark.django_db
def test_erasing_a_customer_takes_the_words_and_leaves_the_numbers() -> None:
    customer = CustomerFactory.create(stage="renewal")
    response = ResponseFactory.create(
        invitation__customer=customer,
        score=3,
        reason="Call Ada on +49 40 1",
        language="de",
        attributes={"plan": "gold"},
    )
    RevisionFactory.create(response=response, number=2, reason="I am Ada, remember?", recorded_at=NOW)
    stranger = ResponseFactory.create(score=10, reason="Fine.")
    before = Tally.from_scores(Response.objects.counted().values_list("score", flat=True))

    erasure.erase(customer=customer, actor=None, now=NOW)

    response.refresh_from_db()
    assert (response.score, response.reason, response.attributes, response.contact_me) == (3, "", None, False)
    assert (response.language, response.stage, response.customer_id) == (
        "de", "renewal", customer.pk,
    )  # fmt: skip
    assert list(Revision.objects.filter(response=response).values_list("score", "reason")) == [
        (3, ""), (3, ""),
    ]  # fmt: skip
    assert Tally.from_scores(Response.objects.counted().values_list("score", flat=True)) == before
    stranger.refresh_from_db()
    assert (stranger.reason, stranger.contact_me) == ("Fine.", True)

"""An answer that comes while its customer becomes another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from customers.domain import merging
from customers.signals import customer_merged
from responses.domain import recording
from responses.models import Response
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_beside_the_merge_is_the_kept_customers(program: Program) -> None:
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    invitation = SentInvitationFactory.create(customer=lost)
    moved, answering = threading.Event(), threading.Event()

    def wait(**kwargs: Any) -> None:
        # The merge has the customers' rows; now the answer comes, and waits for them.
        moved.set()
        answering.wait(10)

    def merge() -> None:
        merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    def answer() -> None:
        moved.wait(10)
        threading.Timer(0.5, answering.set).start()
        recording.record(
            invitation=invitation,
            score=4,
            reason="",
            contact_me=True,
            language="en",
            started_at=NOW,
            now=NOW,
        )

    def alone(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    customer_merged.connect(wait, dispatch_uid="test.wait")
    try:
        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(alone, work) for work in (merge, answer)]:
                future.result()
    finally:
        customer_merged.disconnect(dispatch_uid="test.wait")

    kept.refresh_from_db()
    assert Response.objects.values_list("customer", "score").get() == (kept.pk, 4)
    assert kept.last_score == 4

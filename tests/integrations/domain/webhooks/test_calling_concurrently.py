"""Two workers at once: every call is made once. Real threads, real transactions, both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from integrations.domain.webhooks import delivering, writing
from integrations.models import WebhookDelivery
from tests.factories.integrations import DeliveryFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.models import WebhookEndpoint
    from team.models import Program
    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, CALLS = 4, 30


def side_by_side(work: Callable[[], object]) -> None:
    """The same work in WORKERS threads, each with a connection of its own."""

    def alone() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        for future in [pool.submit(alone) for _ in range(WORKERS)]:
            future.result()


def test_workers_side_by_side_make_every_call_once(crm: WebhookEndpoint, listener: Listener) -> None:
    """G50: claimed by one, called by one."""
    rows = DeliveryFactory.create_batch(CALLS, endpoint=crm)

    side_by_side(lambda: delivering.deliver(clock=lambda: NOW))

    assert Counter(heard.headers["webhook-id"] for heard in listener.heard) == {row.key: 1 for row in rows}
    assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {("delivered", 1)}


def test_signal_and_sweep_side_by_side_write_one_call(program: Program, crm: WebhookEndpoint) -> None:
    ResponseFactory.create_batch(5)

    side_by_side(lambda: writing.catch_up(now=NOW))

    assert WebhookDelivery.objects.count() == 5

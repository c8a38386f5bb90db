"""Make the calls that are due: a few at a time, and none inside a transaction."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from integrations.domain.webhooks import calling, claiming, settling, signing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from integrations.domain.webhooks.calling import Answer
    from integrations.models import WebhookDelivery, WebhookEndpoint

# Below the task's soft limit, so that a rung worker ends between two rounds.
BUDGET: Final = timedelta(seconds=120)
AT_ONCE: Final = 8


def deliver(*, clock: Callable[[], datetime], budget: timedelta = BUDGET) -> Counter[str]:
    """Claim and call until nothing is due or the budget is spent; how many were taken and were not."""
    until, tally = clock() + budget, Counter[str]()
    with ThreadPoolExecutor(AT_ONCE) as callers:
        while clock() < until and (claimed := claiming.claim(now=clock())):
            # Threads only call; the tables are this one's.
            running = {callers.submit(call, one, clock()): one for one in claimed}
            for done in as_completed(running):
                answer = done.result()
                settling.settle(delivery=running[done], answer=answer, now=clock())
                tally["taken" if answer.is_taken else "refused"] += 1
    return tally


def deliver_one(*, delivery: WebhookDelivery, clock: Callable[[], datetime]) -> Answer | None:
    """Make this call now, while somebody waits; None when a worker has it already."""
    claimed = claiming.claim_one(delivery=delivery, now=clock())
    if claimed is None:
        return None
    answer = call(claimed, clock())
    settling.settle(delivery=claimed, answer=answer, now=clock())
    return answer


def call(delivery: WebhookDelivery, now: datetime) -> Answer:
    """The signed call of a claimed row. Touches no table: its endpoint came along."""
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = signing.headers(
        secrets_in_force=secrets_of(delivery.endpoint, now),
        key=delivery.key,
        timestamp=int(now.timestamp()),
        body=body,
    )
    return calling.call(url=delivery.endpoint.url, body=body, headers=headers)


def secrets_of(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """The secret, and for a while after a rotation the one before it."""
    until = endpoint.old_secret_until
    return [endpoint.secret, *([endpoint.old_secret] if until and now < until else [])]

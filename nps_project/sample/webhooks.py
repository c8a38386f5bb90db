"""A program that was told of answers, and is switched off: the sample calls nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.domain.webhooks import claiming, endpoints, events, settling, sources, switching, writing
from integrations.domain.webhooks.calling import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

ADDRESS = "https://crm.example.com/closeloop"
SOMEWHERE = ["93.184.216.34"]
BUSY = Answer(503, "Closed for maintenance.")


def remember(*, actor: User, since: datetime, now: datetime) -> None:
    """A test call that arrived, what was told of the last day's answers, and the end of it."""
    endpoint = endpoints.add(
        name="CRM",
        url=ADDRESS,
        heard=[events.RECORDED.code, events.RESOLVED.code],
        actor=actor,
        now=since,
        # Nothing is looked up: whoever tries the sample may have no network.
        lookup=lambda host, port: SOMEWHERE,
    )
    first = claiming.claim_one(delivery=endpoints.plan_test(endpoint=endpoint, now=now), now=now)
    if first:
        settling.settle(delivery=first, answer=Answer(200), now=now)
    writing.tell(sources.ANSWERS, now=now)
    for number, delivery in enumerate(claiming.claim(now=now)):
        settling.settle(delivery=delivery, answer=Answer(200) if number else BUSY, now=now)
    switching.switch_off(endpoint=endpoint, actor=actor, now=now)

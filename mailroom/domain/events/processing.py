"""Acting on stored events: each in a transaction of its own, by the room whose mail it was."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from mailroom.enums import EventState
from mailroom.models import ProviderEvent
from mailroom.signals import event_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

SLICE = 200
MOST_ATTEMPTS = 5


def process(*, clock: Callable[[], datetime], budget: timedelta) -> int:
    """Let the rooms act on what is new, until none is left or the time is up; how many were settled.

    An event that fails is tried again at the next call, five times in all; it keeps no other waiting.
    """
    until, settled, last = clock() + budget, 0, 0
    while clock() < until:
        new = ProviderEvent.objects.filter(state=EventState.NEW, pk__gt=last).order_by("pk")
        ids = list(new.values_list("pk", flat=True)[:SLICE])
        if not ids:
            break
        for event_id in ids:
            if clock() >= until:
                break
            settled += settle(event_id=event_id, now=clock())
        # Behind what failed just now: that waits for the next call.
        last = ids[-1]
    return settled


def settle(*, event_id: int, now: datetime) -> bool:
    """One event, once. False when it is settled already, in other hands, or failed."""
    try:
        with transaction.atomic():
            new = ProviderEvent.objects.filter(pk=event_id, state=EventState.NEW)
            event = new.select_for_update(skip_locked=True).first()
            return event is not None and _act(event, now)
    except Exception as problem:
        logger.exception("Event %s could not be processed", event_id)
        _count_failure(event_id, problem, now)
        return False


def _act(event: ProviderEvent, now: datetime) -> bool:
    answers: list[tuple[Any, Any]] = event_read.send(ProviderEvent, event=event, now=now)
    is_ours = any(answer for _, answer in answers)
    columns: dict[str, Any] = {
        "state": EventState.DONE if is_ours else EventState.IGNORED,
        "processed_at": now,
        # What it said of a person has served; what it was stays for counting.
        "payload": {},
    }
    return ProviderEvent.objects.filter(pk=event.pk, state=EventState.NEW).update(**columns) == 1


def _count_failure(event_id: int, problem: Exception, now: datetime) -> None:
    failed = ProviderEvent.objects.filter(pk=event_id, state=EventState.NEW)
    failed.update(attempts=F("attempts") + 1, error=repr(problem)[:500])
    over = failed.filter(attempts__gte=MOST_ATTEMPTS)
    over.update(state=EventState.FAILED, processed_at=now)

"""Whoever is waited for has answered, by another survey: the follow-up goes on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from followups.domain import working
from followups.models import FollowUp
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime


def go_on(*, now: datetime, customer_id: int | None = None) -> int:
    """End the waits for customers who have given a counted answer since; how many it were.

    Of one customer, or by the sweep of all. May be called any number of times.
    """
    answers = Response.objects.counted().filter(customer=OuterRef("customer"))
    since = answers.filter(answered_at__gt=OuterRef("waiting_since")).exclude(pk=OuterRef("response"))
    waiting = FollowUp.objects.waiting().filter(Exists(since)).order_by("pk")
    rows = list(waiting if customer_id is None else waiting.filter(customer=customer_id))
    gone_on = 0
    for row in rows:
        with suppress(working.Refused):
            working.resume(followup=row, actor=None, now=now)
            gone_on += 1
    return gone_on

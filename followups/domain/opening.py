"""A detractor's answer becomes a follow-up: once, with deadlines, a priority and an owner."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from customers.models import Customer
from followups.domain import assignment, history, priority, queries, revising, sla
from followups.enums import ActivityKind
from followups.models import FollowUp
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)


def open_for(*, response_id: int, now: datetime) -> FollowUp | None:
    """The follow-up of this answer, opened now if it is owed and missing; None when none is owed.

    May be called any number of times and by any number of callers at once: the answer's row is locked
    and the answer can have one follow-up only.
    """
    with transaction.atomic():
        # The customer first, as recording and erasing do: two orders would be a deadlock.
        Customer.objects.select_for_update(of=("self",)).filter(responses=response_id).first()
        Response.objects.select_for_update().filter(pk=response_id).first()
        existing = FollowUp.objects.filter(response=response_id).first()
        if existing:
            return existing
        owed = queries.owing(now=now).filter(pk=response_id)
        response = owed.select_related("customer__account__manager__manager").first()
        return None if response is None else _open(response, now=now)


def open_missing(*, now: datetime) -> int:
    """Do what lost signals left undone; returns how many follow-ups were opened.

    One answer's fault stops no other; changed answers are noted too.
    """
    opened = 0
    for response_id in list(queries.owing(now=now).order_by("pk").values_list("pk", flat=True)):
        try:
            opened += open_for(response_id=response_id, now=now) is not None
        except Exception:
            logger.exception("The follow-up of response %s could not be opened", response_id)
    revising.note_missed(now=now)
    return opened


def _open(response: Response, *, now: datetime) -> FollowUp:
    due = sla.due_times(start=now, contact_wanted=response.contact_me)
    weighed = priority.of(response=response, now=now)
    followup = FollowUp.objects.create(
        response=response,
        customer=response.customer,
        opening_score=response.score,
        priority=weighed.points,
        priority_reasons=weighed.reasons,
        policy=sla.policy(),
        opened_at=now,
        changed_at=now,
        contact_due_at=due.contact,
        resolve_due_at=due.resolve,
    )
    facts = {"score": response.score, "version": revising.version_of(response)}
    history.add(followup=followup, kind=ActivityKind.OPENED, actor=None, now=now, facts=facts)
    assignment.assign(followup=followup, now=now)
    return followup

"""An answer that staff took out of the numbers (spam, a test) asks for nothing, until it counts again."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from followups.domain import locks, working
from followups.enums import ActivityKind
from followups.models import Activity, FollowUp
from responses.enums import ResponseState
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

# What put a follow-up into the state that it has.
_TURNS = [ActivityKind.OPENED, ActivityKind.STATE, ActivityKind.RESOLVED, ActivityKind.REOPENED]
# A signal that was lost is made good within these days.
MISSED = timedelta(days=7)


def settle(*, response_id: int, now: datetime) -> bool:
    """Close the follow-up of an answer that was left out, open it again when the answer counts; True if so.

    May be called any number of times. What people closed stays closed.
    """
    with transaction.atomic():
        found = FollowUp.objects.filter(response=response_id).first()
        if found is None:
            return False
        # A reopening takes the customer, and takes them first.
        locks.customer_of(found)
        row = FollowUp.objects.select_for_update().get(pk=found.pk)
        response = Response.objects.select_related("customer").get(pk=response_id)
        if response.state == ResponseState.EXCLUDED:
            if row.is_closed:
                return False
            working.close_uncounted(followup=row, now=now)
            return True
        is_there = response.customer is not None and response.customer.erased_at is None
        if response.state != ResponseState.COUNTED or not is_there or not _is_closed_for_it(row):
            return False
        working.reopen(followup=row, actor=None, note="The answer counts again.", now=now)
    return True


def settle_missed(*, now: datetime) -> int:
    """Do what lost signals left undone; returns how many changed. One follow-up's fault stops no other.

    What a person opened for an answer that is left out, they want open.
    """
    closed_for_it = Activity.objects.filter(followup=OuterRef("pk"), facts__has_key="not_counted")
    left_open = FollowUp.objects.unfinished().filter(
        ~Exists(closed_for_it), response__state=ResponseState.EXCLUDED, opened_by=None
    )
    left_closed = FollowUp.objects.finished().filter(
        Q(Exists(closed_for_it)), response__state=ResponseState.COUNTED, closed_at__gte=now - MISSED
    )
    answers = [*left_open.values_list("response", flat=True), *left_closed.values_list("response", flat=True)]
    settled = 0
    for response_id in answers:
        try:
            settled += settle(response_id=response_id, now=now)
        except Exception:
            logger.exception("The follow-up of response %s could not be settled", response_id)
    return settled


def _is_closed_for_it(row: FollowUp) -> bool:
    last = row.activities.filter(kind__in=_TURNS).order_by("at", "pk").last()
    return row.is_closed and last is not None and bool(last.facts.get("not_counted"))

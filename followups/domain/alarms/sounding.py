"""The sweep: what is due to be said is written down once, told, and kept in the history."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import history, sla
from followups.domain.alarms import telling
from followups.domain.alarms.schedule import Ring, pending, rewind
from followups.enums import ActivityKind, AlarmKind, FollowUpState
from followups.models import Alarm, FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

logger = logging.getLogger(__name__)

# What was due longer ago (no worker ran, or it came with an update) is written down but woken up for no more.
STALE = timedelta(days=7)


def sound(*, now: datetime) -> int:
    """Say what is due of every follow-up whose time has come; returns how many alarms there were.

    Looks at the due ones only, so it does not slow down as the table grows. Two sweeps at once
    say nothing twice; one follow-up's fault stops no other.
    """
    due = FollowUp.objects.filter(next_alarm_at__lte=now).order_by("next_alarm_at", "pk")
    said = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            said += _sound_one(pk, now=now)
        except Exception:
            logger.exception("The alarms of follow-up %s could not be sounded", pk)
    return said


def _sound_one(pk: int, *, now: datetime) -> int:
    with transaction.atomic():
        # Locked alone: what a join brings along is not read anew after a wait.
        locked = FollowUp.objects.select_for_update().filter(pk=pk, next_alarm_at__lte=now).first()
        if locked is None:
            return 0
        row = FollowUp.objects.select_related("policy__hours", "assignee__manager", "response").get(pk=pk)
        if row.state == FollowUpState.WAITING:
            said = _end_wait(row, now=now)
        elif row.is_closed:
            said = 0
        else:
            said = _ring(row, [ring for ring in pending(row) if ring.at <= now], now=now)
        rewind(row)
    return said


def _end_wait(row: FollowUp, *, now: datetime) -> int:
    """The wait is over: the clock goes on from the instant that was named, and its owner is told."""
    until = row.wait_until
    if until is None or until > now:
        return 0
    fields = {"state": FollowUpState.IN_PROGRESS, **sla.resumed(row, now=now)}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    facts = {"to": FollowUpState.IN_PROGRESS.value, "wait_over": True}
    history.add(followup=row, kind=ActivityKind.STATE, actor=None, now=now, facts=facts)
    telling.wait_is_over(row, until=until, now=now)
    return 1


def _ring(row: FollowUp, rings: Iterable[Ring], *, now: datetime) -> int:
    due = list(rings)
    missed = {ring.deadline for ring in due if ring.kind == AlarmKind.BREACHED}
    for ring in due:
        Alarm.objects.create(
            followup=row,
            deadline=ring.deadline,
            kind=ring.kind,
            due_at=ring.due_at,
            at=now,
            assignee=row.assignee,
        )
        # "Due soon" is no news of what is late by now.
        if ring.kind == AlarmKind.WARNED and ring.deadline in missed:
            continue
        heard = telling.tell(row, ring, now=now) if ring.at > now - STALE else []
        facts = {
            "words": telling.words(ring, heard),
            "deadline": ring.deadline.value,
            "alarm": ring.kind.value,
        }
        history.add(followup=row, kind=ActivityKind.DEADLINE, actor=None, now=now, facts=facts)
    return len(due)

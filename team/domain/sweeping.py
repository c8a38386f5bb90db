"""Removing what was kept long enough: once a day, every room its own, in slices."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from core.calendars import local_day
from team.domain import audit
from team.models import Program
from team.signals import sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

SLICE = 1_000


def sweep(*, clock: Callable[[], datetime], budget: timedelta) -> Counter[str]:
    """Let every room remove what is older than the program keeps it; how many rows went, by setting.

    Does nothing once a local day is swept. When the time is up, or a room fails, the day stays open and
    the next call goes on. Two at once do no harm: each removes, and audits, what the other has not.
    """
    now = clock()
    program = Program.objects.current()
    today = local_day(now, ZoneInfo(program.time_zone))
    if program.swept_on is not None and program.swept_on >= today:
        return Counter()
    until = now + budget
    removed, failed = _ask_the_rooms(program, now, is_over=lambda: clock() >= until)
    if removed:
        audit.log(actor=None, action="program.sweep", subject=program, now=now, changes=dict(removed))
    if not failed and clock() < until and not removed:
        # Only a round that found nothing is the last: a room may stop at a slice of its own.
        open_day = Q(swept_on=None) | Q(swept_on__lt=today)
        Program.objects.filter(open_day, pk=program.pk).update(swept_on=today)
    return removed


def remove(rows: QuerySet[Any], *, is_over: Callable[[], bool]) -> int:
    """Delete these rows in slices by their ids until none is left or the time is up; returns how many."""
    removed = 0
    while not is_over():
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE])
        if not ids:
            break
        removed += rows.model._default_manager.filter(pk__in=ids).delete()[0]
    return removed


def sentence(number: int, thing: str) -> str:
    """What the next sweep would do with so many files, mails or events."""
    if not number:
        return f"There is no {thing} old enough to be removed."
    return f"The next sweep would remove {number:,} {thing}{'' if number == 1 else 's'}."


def _ask_the_rooms(
    program: Program, now: datetime, *, is_over: Callable[[], bool]
) -> tuple[Counter[str], bool]:
    removed: Counter[str] = Counter()
    failed = False
    for receiver, told in sweep_due.send_robust(Program, program=program, now=now, is_over=is_over):
        if isinstance(told, Exception):
            # Django has logged it with its traceback.
            logger.error("A room did not sweep: %s", receiver)
            failed = True
        elif told:
            removed.update({name: number for name, number in told.items() if number})
    return removed, failed

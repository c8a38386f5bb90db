"""The rules changed: every reason is read again, in slices, from where the last worker stood."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from responses.domain.themes import linking
from responses.models import Response, Tagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Clock = Callable[[], datetime]

ONLY = 1
SLICE = 200
# Longer than a slice takes by far; a worker that died is followed by another after this.
LEASE = timedelta(minutes=1)


def begin_again(*, now: datetime) -> None:
    """Have every reason read under the rules as they will be; first in the transaction that changes them.

    Whoever changes rules waits here for the slice that is being read and for the answers that are being
    stored, so that nothing is read under the old rules after it.
    """
    Tagging.objects.get_or_create(pk=ONLY)
    hold()
    Tagging.objects.filter(pk=ONLY).update(
        version=F("version") + 1,
        next_id=0,
        read=0,
        total=Response.objects.with_reason().count(),
        changed_at=now,
        finished_at=None,
    )


def hold() -> None:
    """Let nobody else read or change rules until the transaction ends."""
    Tagging.objects.select_for_update().filter(pk=ONLY).first()


def progress() -> Tagging | None:
    """The job as it stands; None as long as nobody has changed a rule."""
    return Tagging.objects.filter(pk=ONLY).first()


def is_running(job: Tagging | None) -> bool:
    """True while answers are still to be read."""
    return job is not None and job.done_version < job.version


def run(*, clock: Clock, budget: timedelta) -> int:
    """Read on until all is read or the time is up; returns how many answers were read."""
    lease: datetime | None = claim(now=clock())
    if lease is None:
        return 0
    until, done = clock() + budget, 0
    while lease is not None and clock() < until:
        lease, number = _slice(lease, now=clock())
        done += number
    # The time is up: whoever rings next goes on.
    Tagging.objects.filter(pk=ONLY, lease_until=lease).update(lease_until=None)
    return done


def claim(*, now: datetime) -> datetime | None:
    """Take the job if there is one that nobody works on; returns the lease."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    waiting = Tagging.objects.filter(free, pk=ONLY, done_version__lt=F("version"))
    return now + LEASE if waiting.update(lease_until=now + LEASE) else None


def _slice(lease: datetime, *, now: datetime) -> tuple[datetime | None, int]:
    """The next answers and the place to go on, together or not at all; returns the lease that follows."""
    with transaction.atomic():
        # Answers are stored meanwhile; rules are not changed.
        job = Tagging.objects.select_for_update(no_key=True)
        held = job.filter(pk=ONLY, lease_until=lease).first()
        if held is None:
            return None, 0
        # In their order and before anything of theirs: people who tag one of them wait, and do not block us.
        rows = Response.objects.with_reason().filter(pk__gte=held.next_id).order_by("pk")
        answers = list(rows.select_for_update(of=("self",), no_key=True)[:SLICE])
        rules = linking.phrases()
        for answer in answers:
            linking.read(response=answer, now=now, rules=rules)
        goes_on = len(answers) == SLICE
        held.read += len(answers)
        # New answers came in meanwhile.
        held.total = max(held.total, held.read)
        held.next_id = answers[-1].pk + 1 if answers else held.next_id
        held.lease_until = now + LEASE if goes_on else None
        if not goes_on:
            held.done_version, held.finished_at = held.version, now
        held.save(update_fields=["read", "total", "next_id", "lease_until", "done_version", "finished_at"])
    return held.lease_until, len(answers)

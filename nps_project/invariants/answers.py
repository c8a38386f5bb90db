"""Each answer came in by a known way, once, and whoever it concerns has a follow-up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from followups.domain import queries
from nps_project.invariants.invariant import Breach, Invariant
from responses.enums import Channel, Origin
from responses.models import Response, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# The signal opens a follow-up at once; the sweep, which repairs a lost one, comes by every minute.
SWEPT = timedelta(minutes=5)


def from_nowhere(now: datetime) -> Iterator[Breach]:
    """An answer of which no version was recorded, or by mail to an invitation that knows of none."""
    rows = Response.objects.annotate(versions=Count("revisions"))
    unknown = Q(channel=Channel.EMAIL, origin=Origin.LIVE) & (
        Q(invitation=None) | Q(invitation__answered_at=None)
    )
    found = rows.filter(Q(versions=0) | unknown).order_by("pk").values_list("pk", "versions")
    for pk, versions in found.iterator():
        yield Breach(f"response {pk}", f"{versions} versions are on record")


def answered_twice(now: datetime) -> Iterator[Breach]:
    """Two answers to one invitation, or one whose latest version says something else."""
    counted = Response.objects.exclude(invitation=None).order_by().values_list("invitation")
    for invitation, number in counted.annotate(number=Count("pk")).filter(number__gt=1):
        yield Breach(f"invitation {invitation}", f"{number} answers")
    latest = Revision.objects.annotate(count=Count("response__revisions")).filter(number=F("count"))
    for revision in latest.exclude(score=F("response__score")).order_by("pk").iterator():
        yield Breach(f"response {revision.response_id}", "shows another score than its latest version")


def nobody_calls(now: datetime) -> Iterator[Breach]:
    """A detractor without a follow-up."""
    for response in queries.owing(now=now).filter(answered_at__lt=now - SWEPT).order_by("pk").iterator():
        yield Breach(f"response {response.pk}", f"score {response.score} of {response.answered_at:%F %T}")


ANSWERS = (
    Invariant(6, "Every answer was recorded when it came in.", from_nowhere),
    Invariant(7, "An invitation has one answer, and it is the latest version.", answered_twice),
    Invariant(12, "Every detractor who owes a follow-up has one.", nobody_calls),
)

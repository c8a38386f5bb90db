"""What the pages on answers show: a narrowed list with its score, and the course of one answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q

from core import statistics
from core.calendars import local_day, start_of_day
from core.scoring import Band, Tally
from responses.domain.themes import queries as themes
from surveys.models import LinkOpen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from core.statistics import Interval
    from responses.models import Response
    from responses.querysets import ResponseQuerySet

# No theme can have this code: a code of theirs is never a word that the filter uses.
WITHOUT_THEME = "none"


@dataclass(frozen=True, slots=True)
class Sum:
    """The counted answers of a list, and the score where there are enough to speak of one."""

    tally: Tally
    interval: Interval | None

    @property
    def shows_score(self) -> bool:
        """False under ten answers: then only counts are shown."""
        return statistics.evidence(self.tally.total).shows_score


@dataclass(frozen=True, slots=True)
class Instant:
    """One step of an answer's course; `at` is None for what did not happen or is not known."""

    label: str
    at: datetime | None
    note: str = ""


def narrowed(
    rows: ResponseQuerySet, *, chosen: Mapping[str, Any], zone: ZoneInfo, now: datetime
) -> ResponseQuerySet:
    """The answers that fit what was chosen; days are those of the zone, the last one included."""
    if words := chosen.get("q"):
        rows = rows.search(words)
    if band := chosen.get("band"):
        rows = rows.in_band(Band(band))
    if reason := chosen.get("reason"):
        rows = rows.with_reason() if reason == "with" else rows.filter(reason="")
    if theme := chosen.get("theme"):
        rows = themes.without_theme(rows) if theme == WITHOUT_THEME else themes.with_theme(rows, theme)
    if period := chosen.get("period"):
        # Today is one of the days.
        rows = rows.since(start_of_day(local_day(now, zone) - timedelta(days=period - 1), zone))
    if since := chosen.get("since"):
        rows = rows.since(start_of_day(since, zone))
    if until := chosen.get("until"):
        rows = rows.before(start_of_day(until + timedelta(days=1), zone))
    names = ("stage", "campaign", "channel", "state", "customer", "placement")
    return rows.filter(**{name: chosen[name] for name in names if chosen.get(name)})


def sum_of(rows: ResponseQuerySet) -> Sum:
    """The score of these answers, from one GROUP BY."""
    counts = rows.counted().order_by().values_list("score").annotate(Count("pk"))
    tally = Tally.from_counts(dict(counts))
    return Sum(tally, statistics.interval(tally))


def course_of(response: Response) -> list[Instant]:
    """From queued to updated: every instant that is stored of an answer, in the order they happen."""
    answered = Instant("Answered", response.answered_at)
    updated = Instant("Updated", response.revised_at)
    invitation = response.invitation
    if invitation is None:
        return [answered, updated]
    opened = _opened(response)
    return [
        Instant("Queued", invitation.planned_at),
        Instant("Sent", invitation.sent_at),
        Instant("Bounced", invitation.bounced_at)
        if invitation.bounced_at
        else Instant("Delivered", invitation.delivered_at),
        opened,
        Instant("Started", invitation.started_at),
        answered,
        updated,
    ]


def _opened(response: Response) -> Instant:
    """The first opening by a person, with a word on the machines that were left out."""
    found = LinkOpen.objects.filter(invitation=response.invitation_id).aggregate(
        first=Min("opened_at", filter=Q(is_scanner=False)), scanners=Count("pk", filter=Q(is_scanner=True))
    )
    told = [found["first"], response.invitation and response.invitation.opened_at]
    scanners = found["scanners"]
    note = f"{scanners} visit{'s' if scanners > 1 else ''} by mail scanners left out" if scanners else ""
    return Instant("Opened", min((at for at in told if at), default=None), note)

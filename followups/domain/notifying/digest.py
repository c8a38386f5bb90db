"""Every working morning, what waits: one mail a person a day, and none where nothing waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse

from core.calendars import zone_for
from followups.domain import queue
from followups.domain.notifying import choosing
from followups.domain.notifying.telling import tell
from followups.enums import NotificationKind
from followups.models import Notification
from followups.querysets import WORKING_ROLES
from team.domain import holidays
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import date, datetime

# A worker that was down at eight still sends it at eleven; not in the afternoon.
LATEST = timedelta(hours=4)
LISTED = 8
SATURDAY = 5


def send_due(*, now: datetime) -> int:
    """Write the digests whose hour has come and that were not written today; how many.

    Safe to ring any number of times: a person's day has one key.
    """
    people = User.objects.active().filter(role__in=WORKING_ROLES).order_by("pk")
    return sum(_send(person, now=now) for person in people)


def _send(person: User, *, now: datetime) -> bool:
    choice = choosing.of(person)
    local = now.astimezone(zone_for(person.time_zone, ZoneInfo("UTC")))
    since = local.replace(hour=choice.digest_hour, minute=0, second=0, microsecond=0)
    key = f"digest:{person.pk}:{local.date()}"
    is_time = since <= local < since + LATEST
    if not is_time or not choosing.is_wanted_by_mail(choice, NotificationKind.DIGEST):
        return False
    if not _is_working_day(local.date()) or Notification.objects.filter(key=key).exists():
        return False
    counts = queue.counts(user=person, now=now)
    lines = [*_summary(person, counts), *_first(person, now=now)]
    if not lines:
        return False
    return tell(
        recipient=person,
        kind=NotificationKind.DIGEST,
        key=key,
        title=_title(counts),
        text="\n".join(lines),
        path=reverse("followups:list"),
        now=now,
    )


def _is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays.days_off(since=day, until=day).get("", ())


def _title(counts: dict[str, int]) -> str:
    mine = counts[queue.MINE]
    return f"Your queue today: {mine} follow-up{'' if mine == 1 else 's'}"


def _summary(person: User, counts: dict[str, int]) -> list[str]:
    """The numbers that are not zero; managers also hear of the team's."""
    wanted = [(queue.OVERDUE, "overdue"), (queue.WAITING, "waiting for customers")]
    if person.may(Role.MANAGER):
        wanted.append((queue.UNASSIGNED, "without an owner"))
    return [f"{counts[view]} {words}" for view, words in wanted if counts.get(view)]


def _first(person: User, *, now: datetime) -> list[str]:
    rows = queue.page_of(user=person, view=queue.MINE, now=now, size=LISTED).rows
    if not rows:
        return []
    named = [f"- {row.customer or 'Somebody'}: scored {row.response.score}" for row in rows]
    return ["", "First of all:", *named]

"""Every working morning, what waits: one mail a person a day, and none where nothing waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse

from core.calendars import start_of_day, zone_for
from followups.domain import queue
from followups.domain.notifying import choosing
from followups.domain.notifying.telling import tell
from followups.enums import NotificationKind
from followups.models import FollowUp, Notification, PlanItem, Rep
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
    # Whoever is on vacation is.
    people = people.exclude(pk__in=Rep.objects.away(now=now).values("user"))
    return sum(_send(person, now=now) for person in people)


def _send(person: User, *, now: datetime) -> bool:
    choice = choosing.of(person)
    zone = zone_for(person.time_zone, ZoneInfo("UTC"))
    local = now.astimezone(zone)
    since = local.replace(hour=choice.digest_hour, minute=0, second=0, microsecond=0)
    key = f"digest:{person.pk}:{local.date()}"
    is_time = since <= local < since + LATEST
    if not is_time or not choosing.is_wanted_by_mail(choice, NotificationKind.DIGEST):
        return False
    if not _is_working_day(local.date()) or Notification.objects.filter(key=key).exists():
        return False
    counts = queue.counts(user=person, now=now)
    today = _due_by(person, start_of_day(local.date() + timedelta(days=1), zone), now=now)
    lines = [*_summary(person, counts, today), *_first(person, now=now), *_tasks(person)]
    lines += _promises(person, today=local.date())
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
    """What waits for the reader: "Your queue today: 3 follow-ups, 1 task"."""
    named = [(counts[queue.MINE], "follow-up"), (counts[queue.TASKS], "task")]
    said = [
        f"{queue.in_words(number)} {noun}{'' if number == 1 else 's'}" for number, noun in named if number
    ]
    return f"Your queue today: {', '.join(said)}" if said else "Your queue today"


def _summary(person: User, counts: dict[str, int], today: int) -> list[str]:
    """The numbers that are not zero; managers also hear of the team's."""
    wanted = [(counts[queue.OVERDUE], "overdue"), (today, "due today")]
    wanted.append((counts[queue.WAITING], "waiting for customers"))
    if person.may(Role.MANAGER):
        wanted.append((counts[queue.UNASSIGNED], "without an owner"))
    return [f"{queue.in_words(number)} {words}" for number, words in wanted if number]


def _due_by(person: User, until: datetime, *, now: datetime) -> int:
    """How many of their follow-ups are due from now until then."""
    mine = FollowUp.objects.filter(assignee=person, next_due__gte=now, next_due__lt=until)
    return mine.exclude(snoozed_until__gte=until).count()


def _first(person: User, *, now: datetime) -> list[str]:
    rows = queue.page_of(user=person, view=queue.MINE, now=now, size=LISTED).rows
    if not rows:
        return []
    named = [f"- {row.customer or 'Somebody'}: scored {row.response.score}" for row in rows]
    return ["", "First of all:", *named]


def _tasks(person: User) -> list[str]:
    rows = list(queue.in_order(queue.tasks_of(person))[:LISTED])
    if not rows:
        return []
    return ["", "Tasks:", *(f"- {row.title}: {row.run.response.who}" for row in rows)]


def _promises(person: User, *, today: date) -> list[str]:
    """Their items of success plans whose day has come."""
    rows = PlanItem.objects.open().of(person).filter(due_on__lte=today).shown().in_order()[:LISTED]
    said = [f"- {row.title}: {row.customer}{', overdue' if row.due_on != today else ''}" for row in rows]
    return ["", "Promised by today:", *said] if said else []

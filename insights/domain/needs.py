"""What needs a manager: things that will not mend themselves, the most pressing first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse

from core.templatetags.when import span
from followups.access import followups_for
from followups.domain import queue
from followups.models import Message
from mailroom.enums import OutboxState
from surveys.domain import campaigns
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from team.models import Program, User


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to look at. `kind` is danger or warning, `url` where it is dealt with."""

    kind: str
    icon: str
    title: str
    text: str
    url: str


def of(*, user: User, program: Program, counts: Mapping[str, int], now: datetime) -> list[Need]:
    """Everything that needs somebody. `counts` are those of the reader's queue (followups.domain.queue)."""
    return [
        *_queue(counts, user, now=now),
        *_stuck(program, now=now),
        *_unknown(),
        *_unknown_messages(),
        *_obstructed(program),
    ]


def _queue(counts: Mapping[str, int], user: User, *, now: datetime) -> Iterator[Need]:
    late, free = counts[queue.OVERDUE], counts[queue.UNASSIGNED]
    if late:
        yield Need(
            "danger",
            "alarm-clock",
            f"{queue.in_words(late)} follow-up{_s(late)} overdue",
            _who_is_late(user, now=now),
            f"{reverse('followups:list')}?view={queue.OVERDUE}",
        )
    if free:
        yield Need(
            "warning",
            "user-round-x",
            f"{queue.in_words(free)} follow-up{_s(free)} without an owner",
            "Everybody is at capacity or away; the clock is running.",
            f"{reverse('followups:list')}?view={queue.UNASSIGNED}",
        )


def _who_is_late(user: User, *, now: datetime) -> str:
    """Whose the overdue ones are, the oldest so many of them, and for how long the oldest waits."""
    late = followups_for(user).filter(next_due__lt=now).by_due().select_related("assignee")
    rows = list(late[: queue.MOST])
    names = Counter(str(row.assignee) if row.assignee else "nobody" for row in rows)
    shares = ", ".join(f"{name} {number}" for name, number in names.most_common(4))
    return f"{shares}. The longest by {span(now - rows[0].due_at)}." if rows else ""


def _stuck(program: Program, *, now: datetime) -> Iterator[Need]:
    """Mails that are due and do not leave: only a missing worker keeps them."""
    active = Campaign.objects.active().values("pk")
    due = Invitation.objects.due(now=now).filter(campaign__in=active)
    oldest = due.aggregate(at=Min("send_after"))["at"]
    if oldest and now - oldest > timedelta(seconds=settings.READY_MAX_QUEUE_SECONDS):
        minutes = int((now - oldest).total_seconds() // 60)
        yield Need(
            "danger",
            "mail-warning",
            "Surveys do not leave",
            f"The oldest has been due for {minutes} minutes. Is the worker running?",
            reverse("campaigns:list"),
        )


def _unknown() -> Iterator[Need]:
    rows = Invitation.objects.filter(state=OutboxState.UNKNOWN).values_list("campaign", "campaign__name")
    found = list(rows.annotate(number=Count("pk")).order_by("-number", "campaign__name"))
    if not found:
        return
    total = sum(number for _, _, number in found)
    shares = ", ".join(f"{number} of “{name}”" for _, name, number in found)
    single = found[0][0] if len(found) == 1 else None
    yield Need(
        "warning",
        "mail-question-mark",
        f"{total} mail{_s(total)} with an unknown end",
        f"{shares}: the connection broke during the hand-over. Not sent again until somebody decides.",
        reverse("campaigns:detail", args=[single]) if single else reverse("campaigns:list"),
    )


def _unknown_messages() -> Iterator[Need]:
    """Letters to customers whose hand-over broke off."""
    total = Message.objects.filter(state=OutboxState.UNKNOWN).count()
    if total:
        yield Need(
            "warning",
            "mail-question-mark",
            f"{total} message{_s(total)} with an unknown end",
            "The connection broke during the hand-over. Not sent again until somebody decides.",
            f"{reverse('followups:messages')}?state={OutboxState.UNKNOWN}",
        )


def _obstructed(program: Program) -> Iterator[Need]:
    for campaign in Campaign.objects.active().select_related("survey").prefetch_related("survey__texts"):
        missing = campaigns.obstacles(campaign=campaign, program=program)
        if missing:
            yield Need(
                "danger",
                "circle-alert",
                f"“{campaign}” cannot send",
                " ".join(missing),
                reverse("campaigns:detail", args=[campaign.pk]),
            )


def _s(number: int) -> str:
    return "" if number == 1 else "s"

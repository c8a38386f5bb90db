"""A customer with an unfinished follow-up spoke again: whoever works on it hears what they say now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from followups.domain import notifying, recovering
from followups.domain.news import fell
from followups.domain.news.version import recent
from followups.enums import CLOSED, ActivityKind, NotificationKind
from followups.models import FollowUp, Notification

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.news.version import Version
    from responses.querysets import ResponseQuerySet
    from team.models import User


def candidates(*, now: datetime) -> ResponseQuerySet:
    """The late answers of customers with a follow-up that they may be news for."""
    own = Q(response=OuterRef("pk"), response__revised_at__gt=F("opened_at"))
    others = ~Q(response=OuterRef("pk")) & ~Q(state__in=CLOSED)
    theirs = FollowUp.objects.filter(customer=OuterRef("customer"))
    return recent(now=now).filter(Exists(theirs.filter(own | others)))


def tell(version: Version, *, now: datetime) -> int:
    """Tell whose follow-ups of this customer are unfinished or of this answer; how many were told."""
    meant = ~Q(state__in=CLOSED) | Q(response=version.response.pk)
    rows = FollowUp.objects.filter(meant, customer=version.response.customer_id)
    rows = rows.select_related("assignee", "accountable", "response").order_by("pk")
    return sum(_tell(row, version, now=now) for row in rows)


def _tell(row: FollowUp, version: Version, *, now: datetime) -> bool:
    # Whoever answers for a follow-up in the overflow queue hears it while nobody works on it.
    person = row.assignee or row.accountable
    if person is None or not _is_news(row, version) or _knows(person, row, version):
        return False
    return notifying.tell(
        recipient=person,
        kind=NotificationKind.ANSWERED,
        key=f"answered:{row.pk}:{version.response.pk}:{version.number}",
        title=_title(row, version),
        text=_text(row, version),
        path=reverse("followups:detail", args=[row.pk]),
        now=now,
        followup=row,
    )


def _is_news(row: FollowUp, version: Version) -> bool:
    """A later answer than the one that opened it, or a change of that one since it is open."""
    if _is_own(row, version):
        return version.number > 1 and version.came_at > row.opened_at
    return version.came_at > row.response.answered_at


def _knows(person: User, row: FollowUp, version: Version) -> bool:
    """Whether they typed it in, heard of it by another notification, or took the follow-up up since."""
    answer = version.response
    own = None if _is_own(row, version) else getattr(answer, "followup", None)
    if answer.entered_by_id == person.pk or (own and person in (own.assignee, own.accountable)):
        return True
    theirs = Notification.objects.filter(recipient=person, followup=row, kind=NotificationKind.ASSIGNED)
    if fell.has_told(person, version) or theirs.filter(planned_at__gte=version.came_at).exists():
        return True
    since = row.activities.filter(kind=ActivityKind.ASSIGNED, at__gte=version.came_at)
    return any(facts.get("to") == person.pk for facts in since.values_list("facts", flat=True))


def _title(row: FollowUp, version: Version) -> str:
    score, before = version.response.score, _before(row, version)
    said = "changed the answer" if _is_own(row, version) else "answered again"
    scores = f"{score}, as before" if score == before else f"{score} after {before}"
    return f"{version.response.who} {said}: {scores}"


def _text(row: FollowUp, version: Version) -> str:
    score, before = version.response.score, _before(row, version)
    verdict = "" if score == before else f"{recovering.compare(before, score).label}."
    return " ".join(part for part in (verdict, version.quoted) if part)


def _before(row: FollowUp, version: Version) -> int:
    """What the customer said before: in the version before this one, else in the answer that opened it."""
    if _is_own(row, version) and version.earlier:
        return version.earlier[-1]
    return row.response.score


def _is_own(row: FollowUp, version: Version) -> bool:
    return row.response_id == version.response.pk

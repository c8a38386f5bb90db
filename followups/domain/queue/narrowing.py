"""What narrows a view of the queue: the fields of its filter, as one condition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.calendars import start_of_day
from core.scoring import Band, scores_of
from followups.domain import priority, recovering
from followups.enums import Recovery
from responses.models import ResponseTheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

ME, NOBODY = "me", "none"
SCORES = {
    **{band.value: range(min(scores_of(band)), max(scores_of(band)) + 1) for band in Band},
    "worst": range(4),
    "poor": range(4, 7),
}
OVERDUE, TODAY, TOMORROW, WEEK, LATER = DUES = ("overdue", "today", "tomorrow", "week", "later")
WEEK_DAYS = 7


def condition(chosen: Mapping[str, Any], *, user_id: int, now: datetime, zone: ZoneInfo) -> Q:
    """All that was chosen, together. Days are those of the reader's zone."""
    made: dict[str, Callable[[Any], Q]] = {
        "assignee": lambda value: _of_owner(value, user_id),
        "score": lambda value: _among_scores(SCORES[value]),
        "stage": lambda value: Q(customer__stage=value),
        "theme": _with_theme,
        "value": lambda value: Q(customer__account__annual_revenue__gte=value),
        "level": _of_level,
        "due": lambda value: _due(value, now=now, zone=zone),
        "state": lambda value: Q(state=value),
        "recovery": lambda value: Q(pk__in=recovering.of_verdict(Recovery(value), now=now).values("pk")),
        "q": _with_words,
    }
    found = Q()
    for name, make in made.items():
        if chosen.get(name):
            found &= make(chosen[name])
    return found


def _of_owner(value: str, user_id: int) -> Q:
    if value == NOBODY:
        return Q(assignee=None)
    return Q(assignee=user_id if value == ME else int(value))


def _among_scores(scores: range) -> Q:
    return Q(response__score__gte=scores[0], response__score__lte=scores[-1])


def _with_theme(code: str) -> Q:
    links = ResponseTheme.objects.filter(response=OuterRef("response_id"), theme__code=code, is_removed=False)
    return Q(Exists(links))


def _of_level(code: str) -> Q:
    places = [level.code for level in priority.LEVELS]
    place = places.index(code)
    found = Q(priority__gte=priority.LEVELS[place].least)
    return found & Q(priority__lt=priority.LEVELS[place - 1].least) if place else found


def _due(value: str, *, now: datetime, zone: ZoneInfo) -> Q:
    today = timezone.localtime(now, zone).date()
    tomorrow, after = (start_of_day(today + timedelta(days=days), zone) for days in (1, 2))
    week = start_of_day(today + timedelta(days=WEEK_DAYS), zone)
    spans = {
        OVERDUE: Q(next_due__lt=now),
        TODAY: Q(next_due__gte=now, next_due__lt=tomorrow),
        TOMORROW: Q(next_due__gte=tomorrow, next_due__lt=after),
        WEEK: Q(next_due__gte=now, next_due__lt=week),
        LATER: Q(next_due__gte=week),
    }
    return spans[value]


def _with_words(words: str) -> Q:
    found = Q()
    for word in words.split():
        found &= (
            Q(customer__search_text__contains=word.lower())
            | Q(customer__account__name__icontains=word)
            | Q(response__reason__icontains=word)
        )
    return found

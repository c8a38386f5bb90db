"""The queue: which follow-ups a person looks at, how many, in what order and in which groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, prefetch_related_objects

from followups.domain import recovering
from followups.domain.queue import ordering, viewing
from followups.domain.queue.counting import MOST, counts, in_words, waiting_among, waiting_for
from followups.domain.queue.grouping import Group, due_label, grouped
from followups.domain.queue.narrowing import condition
from followups.domain.queue.ordering import DUE, GROUPINGS, Page
from followups.domain.queue.todo import in_order, tasks_of
from followups.domain.queue.viewing import (
    DONE,
    KEYS,
    LABELS,
    MINE,
    OVERDUE,
    SNOOZED,
    TASKS,
    TEAM,
    UNASSIGNED,
    VIEWS,
    WAITING,
    first_view,
    views_of,
)
from followups.models import FollowUp
from responses.domain import themes

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

__all__ = [
    "DONE",
    "DUE",
    "GROUPINGS",
    "KEYS",
    "LABELS",
    "MINE",
    "MOST",
    "OVERDUE",
    "SNOOZED",
    "TASKS",
    "TEAM",
    "UNASSIGNED",
    "VIEWS",
    "WAITING",
    "Group",
    "Page",
    "condition",
    "counts",
    "due_label",
    "first_view",
    "grouped",
    "in_order",
    "in_words",
    "page_of",
    "tasks_of",
    "views_of",
    "waiting_among",
    "waiting_for",
]
PER_PAGE = 50
SHOWN = ("customer__account", "response", "assignee", "accountable")


def page_of(
    *,
    user: User,
    view: str,
    now: datetime,
    narrowed: Q | None = None,
    group: str = DUE,
    place: tuple[str, str] = ("", ""),
    size: int = PER_PAGE,
) -> Page:
    """A page of one view, `narrowed` by a condition of the filter, with all that a row of the list shows.

    `place` is where it begins: behind one place, or in front of another. By due time, the usual order, the
    page walks indexes and costs the same in a table of any size; the other groupings sort what is unfinished.
    """
    parts = viewing.parts(user=user, view=view, now=now)
    keys = _keys(view, group)
    if group in ordering.BY and len(parts) > 1:
        # Names have an order that only the database knows: one query.
        whole = parts[0]
        for part in parts[1:]:
            whole |= part
        parts = [whole]
    rows = [FollowUp.objects.filter(part, narrowed or Q()).select_related(*SHOWN) for part in parts]
    if view == DONE:
        rows = [recovering.with_verdicts(part, now=now) for part in rows]
    page = ordering.page_of(rows, keys=keys, size=size, after=place[0], before=place[1])
    # What their answers speak of, in one query for the whole page.
    prefetch_related_objects(page.rows, themes.PREFETCH_OF_RESPONSE)
    return page


def _keys(view: str, group: str) -> tuple[ordering.Key, ...]:
    if view == DONE:
        return ordering.CLOSED_LAST
    if view == SNOOZED and group not in ordering.BY:
        return ordering.WAKING
    return ordering.BY.get(group, ordering.NEXT)

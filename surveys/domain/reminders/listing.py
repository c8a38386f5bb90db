"""The long list of a campaign's reminders, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.models import Reminder

if TYPE_CHECKING:
    from surveys.models import Campaign
    from surveys.querysets import ReminderQuerySet

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the ids from which the neighboring pages begin."""

    rows: list[Reminder]
    after: int | None
    before: int | None


def rows_of(campaign: Campaign, *, state: str = "") -> ReminderQuerySet:
    """A campaign's reminders in one state; empty means any."""
    rows = Reminder.objects.filter(invitation__campaign=campaign)
    chosen: ReminderQuerySet = rows.filter(state=state) if state else rows
    return chosen


def page_of(rows: ReminderQuerySet, *, after: int | None, before: int | None) -> Page:
    """The rows behind, or in front of, a reminder; the first page without one."""
    ordered = rows.order_by("pk") if before else rows.order_by("-pk")
    if pivot := before or after:
        ordered = ordered.filter(pk__gt=pivot) if before else ordered.filter(pk__lt=pivot)
    found = list(ordered.select_related("invitation__customer__account")[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if before:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_next = bool(before) or more
    has_previous = more if before else after is not None
    return Page(found, found[-1].pk if has_next else None, found[0].pk if has_previous else None)

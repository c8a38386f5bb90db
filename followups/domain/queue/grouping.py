"""Under which heading a row stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from followups.domain import priority
from followups.domain.queue.ordering import DUE, NO_GROUPS, OWNER, STAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followups.models import FollowUp

LATE = "Overdue"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common; without a label where that needs no word."""

    label: str
    rows: list[FollowUp]

    @property
    def is_late(self) -> bool:
        """Whether its heading is a warning."""
        return self.label == LATE


def grouped(
    followups: Iterable[FollowUp], *, now: datetime, zone: ZoneInfo, by: str = DUE, reader: int | None = None
) -> list[Group]:
    """The rows under their headings, in the order in which they come.

    By due time these are "Overdue", "Due today", "Due tomorrow" and "Later", as the reader's day has it;
    `reader` is whose own rows are "Yours". What is closed stands in a group without a label.
    """
    groups: dict[str, list[FollowUp]] = {}
    for followup in followups:
        label = _label(followup, by, reader, now=now, zone=zone)
        groups.setdefault(label, []).append(followup)
    return [Group(label, members) for label, members in groups.items()]


def due_label(due_at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """In which stretch of the reader's days an instant lies."""
    if due_at < now:
        return LATE
    days = (timezone.localtime(due_at, zone).date() - timezone.localtime(now, zone).date()).days
    return {0: "Due today", 1: "Due tomorrow"}.get(days, "Later")


def _label(followup: FollowUp, by: str, reader: int | None, *, now: datetime, zone: ZoneInfo) -> str:
    if by == NO_GROUPS or followup.is_closed:
        return ""
    if by == OWNER:
        return _owner(followup, reader)
    if by == STAGE:
        return followup.customer.get_stage_display() if followup.customer else "No stage"
    if by == DUE:
        return due_label(followup.due_at, now=now, zone=zone)
    return priority.level_of(followup.priority).label


def _owner(followup: FollowUp, reader: int | None) -> str:
    if followup.assignee is None:
        return "Nobody’s yet"
    return "Yours" if followup.assignee_id == reader else str(followup.assignee)

"""How many quiet months a mail had to leave to the one before it, as the settings stood at the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from surveys.models import QuietException
from team.models import AuditEntry, Program

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The program's quiet period changed."""

    at: datetime
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class History:
    """The program's quiet period over time, from its audit trail."""

    current: int
    changes: tuple[Change, ...]

    @property
    def longest(self) -> int:
        """The most months that ever were in force."""
        return max([self.current, *(max(change.old, change.new) for change in self.changes)])

    def required(self, first: datetime, second: datetime) -> int:
        """The months between two mails: those of the first, or more where they grew before the second."""
        months = self.current
        for change in reversed(self.changes):
            if change.at > first:
                months = change.old
        grown = [change.new for change in self.changes if first < change.at <= second]
        return max([months, *grown])


def history() -> History:
    """As the audit trail tells it."""
    entries = AuditEntry.objects.filter(action="program.change").order_by("at", "pk")
    told = [(entry.at, entry.changes.get("quiet_months")) for entry in entries]
    changes = tuple(Change(at, int(pair[0]), int(pair[1])) for at, pair in told if pair)
    return History(Program.objects.current().quiet_months, changes)


def excused(campaign_id: int, contact_id: int | None, *, at: datetime) -> int | None:
    """The fewest months that an exception in force allowed this mail; None without one."""
    in_force = QuietException.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
        Q(campaign=campaign_id) | Q(contact=contact_id),
        granted_at__lte=at,
        until__gte=at,
    )
    return min(in_force.values_list("months", flat=True), default=None)


def instant_of(value: datetime | str) -> datetime:
    """What a window function gives, as an instant; SQLite gives text."""
    found = parse_datetime(value) if isinstance(value, str) else value
    if found is None:
        raise ValueError(f"{value!r} is not an instant")
    return found

"""Between two messages to one person that leave by themselves lies a working day.

Playbooks know nothing of each other: without this, three that fit one answer write three times on one day.
What a person writes is neither held nor counted; they know why they write today.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db.models import Max
from django.db.models.functions import Coalesce

from core.calendars import first_instant, local_day, start_of_day
from followups.domain import sla
from followups.models import Message
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from core.calendars import BusinessCalendar

_LEFT: Final = [OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN]
_DAY: Final = timedelta(days=1)


class Spacing:
    """When each person of one claim may be written to again; what all of them need is asked once."""

    def __init__(self, rows: Sequence[Message], *, now: datetime) -> None:
        self.now = now
        self.last = _last_to({row.contact_id for row in rows if row.author_id is None and row.contact_id})

    def until(self, row: Message) -> datetime | None:
        """Until when a message waits; None for one that may leave now, which counts as leaving."""
        if row.author_id is not None or row.contact_id is None:
            return None
        last = self.last.get(row.contact_id)
        earliest = self._a_working_day_after(last) if last else None
        if earliest is not None and earliest > self.now:
            return earliest
        self.last[row.contact_id] = self.now
        return None

    def _a_working_day_after(self, instant: datetime) -> datetime:
        """The same clock time on the next day on which the office opens, in UTC."""
        tomorrow = start_of_day(local_day(instant, self._zone) + _DAY, self._zone)
        day = local_day(self._hours.next_opening(tomorrow), self._zone)
        return first_instant(day, instant.astimezone(self._zone).time(), self._zone)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return sla.zone()

    @cached_property
    def _hours(self) -> BusinessCalendar:
        return sla.calendar(sla.policy())


def _last_to(contact_ids: Collection[int]) -> dict[int, datetime]:
    """When the last one left, may have left, or is leaving, by contact."""
    if not contact_ids:
        return {}
    left = Message.objects.filter(contact__in=contact_ids, author=None, state__in=_LEFT)
    at = Max(Coalesce("sent_at", "attempt_started_at", "claimed_at"))
    return dict(left.order_by().values_list("contact").annotate(at=at))

"""By when: both deadlines of a follow-up, and what waiting does to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from followups.domain.sla.hours import calendar
from followups.domain.sla.policies import policy as fallback

if TYPE_CHECKING:
    from datetime import datetime

    from core.calendars import BusinessCalendar
    from followups.models import FollowUp, SlaPolicy


@dataclass(frozen=True, slots=True)
class DueTimes:
    """Both deadlines of a follow-up, in UTC."""

    contact: datetime
    resolve: datetime


def due_times(*, policy: SlaPolicy, start: datetime, contact_wanted: bool) -> DueTimes:
    """Both deadlines, counted from `start` in the policy's business hours.

    Who asked not to be contacted is owed no call, only a solution: the first deadline is the last one.
    """
    hours = calendar(policy)
    resolve = hours.add(start, max(policy.resolve_hours, policy.contact_hours))
    return DueTimes(
        contact=hours.add(start, policy.contact_hours) if contact_wanted else resolve, resolve=resolve
    )


def calendar_of(followup: FollowUp) -> BusinessCalendar:
    """The working time of a follow-up: that of its policy."""
    return calendar(followup.policy or fallback())


def resumed(followup: FollowUp, *, now: datetime) -> dict[str, Any]:
    """The columns of a follow-up whose clock goes on: now, or from the day to look again if that has passed.

    What was left of its time in business hours is left again; a deadline that was missed before stays so.
    Nothing changes for one that is not waiting.
    """
    since, until, due = followup.waiting_since, followup.wait_until, followup.resolve_due_at
    if since is None or until is None:
        return {}
    hours = calendar_of(followup)
    at = min(now, until)
    return {
        "waiting_since": None,
        "wait_until": None,
        "waited": followup.waited + hours.between(since, at),
        "resolve_due_at": due if due <= since else hours.add(at, hours.between(since, due)),
    }

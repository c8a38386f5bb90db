"""When the clock has something to say of a follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followups.domain import sla
from followups.enums import AlarmKind, DeadlineKind, FollowUpState
from followups.models import Alarm, FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from core.calendars import BusinessCalendar
    from followups.models import SlaPolicy


@dataclass(frozen=True, slots=True, order=True)
class Ring:
    """One thing to say: at which instant, of which deadline, what."""

    at: datetime
    due_at: datetime
    deadline: DeadlineKind
    kind: AlarmKind


def rewind(followup: FollowUp) -> None:
    """Set the follow-up's next alarm anew, inside the transaction that moved a deadline or its state."""
    at = next_at(followup)
    FollowUp.objects.filter(pk=followup.pk).update(next_alarm_at=at)
    followup.next_alarm_at = at


def next_at(followup: FollowUp) -> datetime | None:
    """When the clock speaks next; None when it has nothing left to say.

    Of somebody who is waited for it speaks when the wait is over: then the clock goes on.
    """
    if followup.is_closed:
        return None
    if followup.state == FollowUpState.WAITING:
        return followup.wait_until
    left = pending(followup)
    return left[0].at if left else None


def pending(followup: FollowUp) -> list[Ring]:
    """What is still to be said of an unfinished follow-up's deadlines, in the order of time."""
    rung = set(Alarm.objects.filter(followup=followup).values_list("deadline", "kind", "due_at"))
    rules = followup.policy or sla.policy()
    hours = sla.calendar(rules)
    return sorted(
        ring
        for deadline, due_at in _deadlines(followup)
        for ring in _rings(deadline, due_at, followup.opened_at, rules, hours)
        if (ring.deadline, ring.kind, ring.due_at) not in rung
    )


def _deadlines(followup: FollowUp) -> list[tuple[DeadlineKind, datetime]]:
    """Those that still run. Whoever wants no call is owed none: both deadlines are one then."""
    found = [(DeadlineKind.RESOLVE, followup.resolve_due_at)]
    is_owed = followup.response.contact_me and followup.contact_due_at < followup.resolve_due_at
    if followup.first_contact_at is None and is_owed:
        found.append((DeadlineKind.CONTACT, followup.contact_due_at))
    return found


def _rings(
    deadline: DeadlineKind,
    due_at: datetime,
    opened_at: datetime,
    rules: SlaPolicy,
    hours: BusinessCalendar,
) -> list[Ring]:
    found = [
        Ring(due_at, due_at, deadline, AlarmKind.BREACHED),
        Ring(hours.add(due_at, rules.manager_hours), due_at, deadline, AlarmKind.MANAGER),
        Ring(hours.add(due_at, rules.admin_hours), due_at, deadline, AlarmKind.ADMIN),
    ]
    warn_at = hours.subtract(due_at, rules.warn_hours)
    # A promise shorter than its warning needs none: whoever got it has just been told.
    if rules.warn_hours and warn_at > opened_at:
        found.append(Ring(warn_at, due_at, deadline, AlarmKind.WARNED))
    return found

"""By when, and in whose hours: ``sla.policy_for(…)``, ``sla.due_times(…)``, ``sla.calendar(…)``.

A policy that changes holds for follow-ups opened from then on; those that are open keep their deadlines.
"""

from followups.domain.sla.deadlines import DueTimes, calendar_of, due_times, resumed
from followups.domain.sla.editing import InUse, add, change, move, remove
from followups.domain.sla.hours import (
    add_working,
    calendar,
    hours_of,
    morning_of,
    of_hours,
    today,
    zone,
)
from followups.domain.sla.policies import DETRACTORS, OFFICE, condition, holds, of_policy, policy, policy_for

__all__ = [
    "DETRACTORS",
    "OFFICE",
    "DueTimes",
    "InUse",
    "add",
    "add_working",
    "calendar",
    "calendar_of",
    "change",
    "condition",
    "due_times",
    "holds",
    "hours_of",
    "morning_of",
    "move",
    "of_hours",
    "of_policy",
    "policy",
    "policy_for",
    "remove",
    "resumed",
    "today",
    "zone",
]

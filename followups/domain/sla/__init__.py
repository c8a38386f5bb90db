"""By when, and in whose hours: ``sla.policy_for(…)``, ``sla.due_times(…)``, ``sla.calendar(…)``.

A policy that changes holds for follow-ups opened from then on; those that are open keep their deadlines.
"""

from followups.domain.sla.deadlines import DueTimes, calendar_of, due_times, resumed
from followups.domain.sla.describing import sentences, weekday, who
from followups.domain.sla.describing import week as week_in_words
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
from followups.domain.sla.offices import add_hours, all_hours, change_hours, counted_in, remove_hours
from followups.domain.sla.policies import (
    DETRACTORS,
    OFFICE,
    ahead_of,
    condition,
    holds,
    of_policy,
    policy,
    policy_for,
)
from followups.domain.sla.previewing import is_too_long, of_a_policy, of_office_hours

__all__ = [
    "DETRACTORS",
    "OFFICE",
    "DueTimes",
    "InUse",
    "add",
    "add_hours",
    "add_working",
    "ahead_of",
    "all_hours",
    "calendar",
    "calendar_of",
    "change",
    "change_hours",
    "condition",
    "counted_in",
    "due_times",
    "holds",
    "hours_of",
    "is_too_long",
    "morning_of",
    "move",
    "of_a_policy",
    "of_hours",
    "of_office_hours",
    "of_policy",
    "policy",
    "policy_for",
    "remove",
    "remove_hours",
    "resumed",
    "sentences",
    "today",
    "week_in_words",
    "weekday",
    "who",
    "zone",
]

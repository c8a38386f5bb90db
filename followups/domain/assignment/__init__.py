"""Who gets a follow-up, and the record of why: ``assignment.assign(…)``, ``assignment.reconsider(…)``.

The machine never gives anybody more than their capacity: it takes a place first, by an UPDATE that finds
one. People may.
"""

from followups.domain.assignment.absent import assign_overflow, hand_over_absence, leave
from followups.domain.assignment.choosing import Choice, choose
from followups.domain.assignment.filling import fill
from followups.domain.assignment.handing_out import assign, pass_on, reconsider, return_to_owner
from followups.domain.assignment.known import known_values
from followups.domain.assignment.preview import preview
from followups.domain.assignment.reading import table

__all__ = [
    "Choice",
    "assign",
    "assign_overflow",
    "choose",
    "fill",
    "hand_over_absence",
    "known_values",
    "leave",
    "pass_on",
    "preview",
    "reconsider",
    "return_to_owner",
    "table",
]

"""What must be true of the tables at any time: each invariant finds the rows that break it.

`manage.py check_invariants` prints them; the property tests and the chaos suite hold them empty.
"""

from __future__ import annotations

from nps_project.invariants.answers import ANSWERS
from nps_project.invariants.calls import CALLS
from nps_project.invariants.invariant import Breach, Invariant
from nps_project.invariants.overrides import OVERRIDES
from nps_project.invariants.rows import ROWS
from nps_project.invariants.sends import SENDS
from nps_project.invariants.tallies import TALLIES

INVARIANTS: tuple[Invariant, ...] = tuple(
    sorted([*SENDS, *ROWS, *ANSWERS, *OVERRIDES, *TALLIES, *CALLS], key=lambda one: one.number)
)

__all__ = ["INVARIANTS", "Breach", "Invariant"]

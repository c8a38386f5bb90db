"""Who is due, as one SELECT: planning inserts it, the outlook counts it, the forecast adds it up.

A Django queryset says who is considered and what speaks against them (audience, sample, address, consent,
a reservation). It is compiled and joined with the slots that Python's calendars made, so that SQL only
compares.
"""

from surveys.domain.candidates.due import Due, due
from surveys.domain.candidates.running import uncompiled
from surveys.domain.candidates.statement import Select, undone
from surveys.domain.candidates.tables import plain

__all__ = ["Due", "Select", "due", "plain", "uncompiled", "undone"]

"""Were the promises kept: met, missed, still pending, and how long it took (G44, G51).

``punctuality.report(by=…, since=…, now=…)`` counts, ``punctuality.lines(…)`` lists for a file. Both read the
table with a fixed number of queries.
"""

from followups.domain.punctuality.grouping import GROUPINGS, Grouping
from followups.domain.punctuality.listing import HEADER, begin, lines
from followups.domain.punctuality.tallying import TIMED, Kept, Line, Report, late_now, report
from followups.domain.punctuality.verdicts import opened_since, with_verdicts

__all__ = [
    "GROUPINGS",
    "HEADER",
    "TIMED",
    "Grouping",
    "Kept",
    "Line",
    "Report",
    "begin",
    "late_now",
    "lines",
    "opened_since",
    "report",
    "with_verdicts",
]

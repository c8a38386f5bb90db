"""What the clock says of deadlines: a warning before, a breach at, an escalation after; each once.

``alarms.rewind(followup)`` belongs behind every change of a deadline or a state; ``alarms.sound(now=…)`` is
the sweep.
"""

from followups.domain.alarms.schedule import next_at, rewind
from followups.domain.alarms.sounding import sound

__all__ = ["next_at", "rewind", "sound"]

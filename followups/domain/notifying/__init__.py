"""What the staff is told: rows that the mailroom sends and the bell shows."""

from followups.domain.notifying.claiming import claim
from followups.domain.notifying.digest import send_due
from followups.domain.notifying.mailbag import NotificationMailbag
from followups.domain.notifying.posting import deliver, reap
from followups.domain.notifying.reading import mark_read, saw_followup, shown, sweep, unread
from followups.domain.notifying.telling import tell

__all__ = [
    "NotificationMailbag",
    "claim",
    "deliver",
    "mark_read",
    "reap",
    "saw_followup",
    "send_due",
    "shown",
    "sweep",
    "tell",
    "unread",
]

"""What people do with a follow-up: ``working.take(…)``, ``working.log_call(…)``, ``working.resolve(…)``.

Every verb leaves a line of history, keeps Rep.load exact and refuses with a `Refused` whose text is for
people. The guards are in the UPDATEs, so two people at once cannot both succeed.
"""

from followups.domain.working.changing import (
    AlreadyClosed,
    NotYours,
    OutOfTurn,
    Refused,
    workable_by,
)
from followups.domain.working.closing import (
    NobodyLeft,
    NoteMissing,
    close_erased,
    close_uncounted,
    mark_unreachable,
    reopen,
    resolve,
)
from followups.domain.working.contact import log_call, log_email, note
from followups.domain.working.ownership import (
    AlreadyTaken,
    CannotWork,
    NoRoom,
    ReasonMissing,
    hand_over,
    reassign,
    release,
    take,
)
from followups.domain.working.pausing import NotContactedYet, resume, wait_for_customer
from followups.domain.working.snoozing import snooze, wake

__all__ = [
    "AlreadyClosed",
    "AlreadyTaken",
    "CannotWork",
    "NoRoom",
    "NobodyLeft",
    "NotContactedYet",
    "NotYours",
    "NoteMissing",
    "OutOfTurn",
    "ReasonMissing",
    "Refused",
    "close_erased",
    "close_uncounted",
    "hand_over",
    "log_call",
    "log_email",
    "mark_unreachable",
    "note",
    "reassign",
    "release",
    "reopen",
    "resolve",
    "resume",
    "snooze",
    "take",
    "wait_for_customer",
    "wake",
    "workable_by",
]

"""Who wrote down what, and when: the audit trail of one row, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from team.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

WORDS = {
    "endorsement.asked": "Asked",
    "endorsement.agreed": "Agreed",
    "endorsement.declined": "Declined",
    "endorsement.done": "Done",
    "endorsement.withdrawn": "Consent taken back",
    "referral.recorded": "Recorded",
    "referral.contacted": "In contact",
    "referral.won": "Became a customer",
    "referral.lost": "Did not become a customer",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of it."""

    at: datetime
    words: str
    by: str


def of(row: Model) -> list[Entry]:
    """The lines, the newest first."""
    entries = AuditEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return [
        Entry(entry.at, WORDS.get(entry.action, entry.action), entry.actor_label)
        for entry in entries.order_by("-at", "-pk")
    ]

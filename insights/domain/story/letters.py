"""What we wrote to a customer besides surveys, where no follow-up's history tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce
from django.urls import reverse

from followups.access import followups_for, messages_for
from followups.domain.messages import showing
from insights.domain.story.entry import Entry
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Message
    from team.models import User

ICONS = {
    OutboxState.SENT: "mail",
    OutboxState.UNKNOWN: "mail-question-mark",
    OutboxState.FAILED: "mail-x",
}


def entries(*, customer: Customer, user: User, limit: int) -> list[Entry]:
    """The newest messages: the reader's own and, for managers, everybody's.

    Those of a follow-up that the reader sees stand in the timeline as lines of its history.
    """
    rows = messages_for(user).filter(customer=customer).select_related("author")
    told = followups_for(user).filter(customer=customer).values("pk")
    newest = rows.exclude(followup__in=told).order_by(Coalesce("sent_at", "planned_at").desc(), "-pk")
    return [_entry(row) for row in newest[:limit]]


def _entry(row: Message) -> Entry:
    words, _ = showing.state(row)
    named = f"“{row.subject}”" if row.subject else "that was erased"
    return Entry(
        row.sent_at or row.planned_at,
        ICONS.get(OutboxState(row.state), "mail"),
        f"Wrote {named}" if row.state == OutboxState.SENT else f"Message {named}: {words.lower()}",
        tone="brand" if row.state == OutboxState.SENT else "",
        text=showing.reason(row) if row.state != OutboxState.SENT else "",
        by=str(row.author) if row.author else "",
        url=reverse("followups:message", args=[row.pk]),
    )

"""When a customer was asked, or not asked and why, and when they may be asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce

from insights.domain.story.entry import Entry
from mailroom.enums import OutboxState
from surveys.enums import label_of_reason
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer

# Rows that are still ahead stand beside the timeline, not in it.
AHEAD = [OutboxState.PLANNED, OutboxState.CLAIMED]
TITLES = {
    OutboxState.SENT: ("send", "Asked by “{campaign}”"),
    OutboxState.SKIPPED: ("ban", "Not asked by “{campaign}”"),
    OutboxState.FAILED: ("mail-x", "The mail of “{campaign}” was refused"),
    OutboxState.UNKNOWN: ("mail-question-mark", "Not known whether the mail of “{campaign}” was sent"),
    OutboxState.EXPIRED: ("clock", "Not asked by “{campaign}”"),
    OutboxState.CANCELLED: ("x", "No longer planned by “{campaign}”"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether a customer may be asked, from when on, and why not before."""

    last_asked_at: datetime | None
    quiet_until: datetime | None
    obstacle: str
    planned: list[Invitation] = field(default_factory=list)
    # The person's own wish: no campaign and no exception gets past it.
    paused_until: datetime | None = None

    @property
    def may_be_asked(self) -> bool:
        """Whether a survey may leave at this moment."""
        return not self.obstacle and self.quiet_until is None and self.paused_until is None


def asking_of(*, customer: Customer, planned: list[Invitation], now: datetime) -> Asking:
    """The customer's standing with the mail. Reads nothing but the contact at hand."""
    contact = customer.contact
    if customer.erased_at is not None:
        return Asking(None, None, "The customer was erased.")
    if contact is None:
        return Asking(None, None, "There is no e-mail address to ask at.", planned)
    held = contact.next_survey_at if contact.is_held(now=now) else None
    block = contact.get_blocked_reason_display() if contact.blocked_reason else ""
    paused = contact.paused_until if contact.paused_until and contact.paused_until > now else None
    return Asking(contact.last_asked_at, held, f"{block}." if block else "", planned, paused)


def ahead_of(*, customer: Customer) -> list[Invitation]:
    """What is planned for the customer, the next one first."""
    rows = Invitation.objects.filter(customer=customer, state__in=AHEAD).select_related("campaign")
    return list(rows.order_by("send_after", "pk"))


def entries(*, customer: Customer, limit: int) -> list[Entry]:
    """The newest invitations that were sent or will not be."""
    rows = Invitation.objects.filter(customer=customer).exclude(state__in=AHEAD).select_related("campaign")
    newest = rows.annotate(at=Coalesce("sent_at", "attempt_started_at", "planned_at")).order_by("-at", "-pk")
    return [_entry(row) for row in newest[:limit]]


def _entry(row: Invitation) -> Entry:
    icon, title = TITLES[OutboxState(row.state)]
    tone = "brand" if row.state == OutboxState.SENT else ""
    at = row.sent_at or row.attempt_started_at or row.planned_at
    return Entry(at, icon, title.format(campaign=row.campaign), tone=tone, text=_text(row))


def _text(row: Invitation) -> str:
    if row.state == OutboxState.SENT:
        facts = [(row.bounced_at, "the mail bounced"), (row.complained_at, "marked as spam")]
        found = [words for instant, words in facts if instant is not None]
        return f"{'; '.join(found).capitalize()}." if found else ""
    if row.state in {OutboxState.FAILED, OutboxState.UNKNOWN}:
        return row.last_error
    return f"{reason_words(row.reason)}." if row.reason else ""


def reason_words(code: str) -> str:
    """A reason code in words; a code that carries a name is shown as it is."""
    return label_of_reason(code)

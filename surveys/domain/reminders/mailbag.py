"""Reminders as the mailroom sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.domain.lettering import Lettering
from surveys.domain.reminders import ending
from surveys.enums import Reason
from surveys.models import Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.delivery import Unbuildable
    from mailroom.domain.letters import Letter
    from mailroom.enums import OutboxState

LOADED = (
    "state", "planned_at", "claim_token", "claimed_at", "attempts", "attempt_started_at", "number",
    "invitation__campaign_id", "invitation__contact_id", "invitation__variant",
    "invitation__customer__email", "invitation__customer__name", "invitation__customer__language",
    "invitation__customer__contact_id",
)  # fmt: skip


class ReminderMailbag:
    """The mailroom's `Mailbag` for reminders: the first mail's link once more, and no hold of their own."""

    model = Reminder

    def __init__(self) -> None:
        self.lettering = Lettering()

    def sendable(self, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
        """Only reminders that nothing speaks against at this moment: an answer, a bounce, a refusal."""
        return ending.alive(rows)

    def refusals(self, rows: Sequence[Reminder]) -> Mapping[int, str]:
        """Why a row is over: its contact refused, or its customer was erased.

        What else ends it, the next claim finds out.
        """
        told = Reminder.objects.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "invitation__customer__erased_at", "invitation__contact__blocked_reason"
        )
        reasons = {pk: Reason.ERASED.value if erased_at else blocked for pk, erased_at, blocked in told}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def loaded(self, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
        """With invitations and customers, of whom only what the letter says.

        Whether the contact is still theirs is asked again as each attempt begins.
        """
        return rows.select_related("invitation__customer").only(*LOADED)

    def compose(self, rows: Sequence[Reminder]) -> Iterator[Letter | Unbuildable | None]:
        """One letter a row, in the customer's language; None for one whose address changed since."""
        for row in rows:
            invitation = row.invitation
            if invitation.customer.contact_id == invitation.contact_id:
                dated = row.claimed_at or row.planned_at
                yield self.lettering.letter(invitation, dated=dated, reminder=row.number)
            else:
                yield None

    def settle(self, outcome: Mapping[OutboxState, Sequence[Reminder]], *, now: datetime) -> None:
        """Nothing follows: a reminder belongs to its invitation and neither breaks nor resets the hold."""

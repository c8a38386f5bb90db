"""Messages as the mailroom sees them: which may leave, what they say, what follows from each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from customers.models import Contact
from followups.domain.messages import contacting, telling
from followups.domain.messages.lettering import Lettering
from followups.enums import MessageKind, MessageReason, RunState
from followups.models import Message, StepRun
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.delivery import Unbuildable
    from mailroom.domain.letters import Letter

HALTED = [RunState.PAUSED, RunState.STOPPED]
LOADED = (
    "state", "planned_at", "claim_token", "claimed_at", "attempts", "attempt_started_at", "contact_id",
    "followup_id", "kind", "language", "subject", "body", "author__name", "author__email",
    "author__is_active", "customer__email", "customer__contact_id",
)  # fmt: skip


class MessageMailbag:
    """The mailroom's `Mailbag` for messages: no hold of any contact is taken, asked for or given back."""

    model = Message

    def __init__(self) -> None:
        self.lettering = Lettering()

    def sendable(self, rows: QuerySet[Message]) -> QuerySet[Message]:
        """Only rows whose contact is still the customer's and writable, and whose playbook still runs.

        Somebody who asked for a pause since the claim gets nothing but a personal answer.
        """
        theirs = Contact.objects.writable().filter(
            pk=OuterRef("contact_id"), customers=OuterRef("customer_id")
        )
        rested = Q(paused_until=None) | Q(paused_until__lte=OuterRef("claimed_at"))
        halted = StepRun.objects.filter(pk=OuterRef("step_run_id"), run__state__in=HALTED)
        may_leave = Q(Exists(theirs), kind=MessageKind.PERSONAL) | Q(Exists(theirs.filter(rested)))
        return rows.filter(may_leave, ~Exists(halted))

    def refusals(self, rows: Sequence[Message]) -> Mapping[int, str]:
        """Why a row is over: its contact refused, or its customer was erased. Others are judged again."""
        told = Message.objects.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "customer__erased_at", "contact__blocked_reason"
        )
        reasons = {pk: MessageReason.ERASED.value if erased else blocked for pk, erased, blocked in told}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def loaded(self, rows: QuerySet[Message]) -> QuerySet[Message]:
        """With customers and authors, of whom only what the letter says."""
        return rows.select_related("customer", "author").only(*LOADED)

    def compose(self, rows: Sequence[Message]) -> Iterator[Letter | Unbuildable | None]:
        """One letter a row; None for one whose customer has another address since."""
        for row in rows:
            if row.customer.contact_id == row.contact_id:
                yield self.lettering.letter(row, dated=row.claimed_at or row.planned_at)
            else:
                yield None

    def settle(self, outcome: Mapping[OutboxState, Sequence[Message]], *, now: datetime) -> None:
        """The follow-up's history says what became of it; what never left was no contact."""
        for state, rows in outcome.items():
            for row in rows:
                _settle(row, state, now=now)


def _settle(row: Message, state: OutboxState, *, now: datetime) -> None:
    if state == OutboxState.SENT and row.state != OutboxState.CLAIMED:
        # Proof turned up late, of what had counted as never sent.
        contacting.count(row)
        telling.tell(row, "{message} did leave, as it turned out", actor=None, now=now)
    elif state in (OutboxState.FAILED, OutboxState.SKIPPED):
        telling.tell_end(row, "{message} could not be sent", actor=None, now=now)
    elif state == OutboxState.UNKNOWN:
        telling.tell(row, "Nobody knows whether {message} was sent", actor=None, now=now)

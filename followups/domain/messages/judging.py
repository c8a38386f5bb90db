"""What becomes of one due message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from followups.domain.messages import consent
from followups.domain.messages.spacing import Spacing
from followups.enums import MessageKind, MessageReason, RunState
from mailroom.enums import OutboxState
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followups.models import Message
    from team.models import Program

# Nobody is left to write to, or nobody wants it written any more; all else may be a matter of the moment.
_CANCELS: Final = {MessageReason.ERASED, MessageReason.MERGED, MessageReason.STOPPED}


class Verdict(NamedTuple):
    """The state that a row reaches, and why; one that stays planned, from when it is judged again."""

    state: OutboxState
    reason: str = ""
    send_after: datetime | None = None


_CLAIMED: Final = Verdict(OutboxState.CLAIMED)


class Desk:
    """Judges the messages of one claim; what all of them need is asked once."""

    def __init__(self, rows: Sequence[Message], *, program: Program, now: datetime) -> None:
        self.program = program
        self.now = now
        self.spacing = Spacing(rows, now=now)
        self.latest = _latest_answers({row.customer_id for row in rows if row.response_id is None})

    def judge(self, row: Message) -> Verdict:
        """The verdict on one row, its customer's contact locked. Judge each once, in the order of leaving."""
        if row.expires_at is not None and row.expires_at <= self.now:
            return Verdict(OutboxState.EXPIRED, MessageReason.TOO_LATE)
        reason = self._reason(row)
        if reason is None:
            until = self.spacing.until(row)
            return Verdict(OutboxState.PLANNED, MessageReason.SPACED, until) if until else _CLAIMED
        return Verdict(OutboxState.CANCELLED if reason in _CANCELS else OutboxState.SKIPPED, reason)

    def _reason(self, row: Message) -> MessageReason | None:
        if row.step_run is not None and row.step_run.run.state == RunState.STOPPED:
            return MessageReason.STOPPED
        refusal = consent.judge(
            customer=row.customer,
            contact=row.customer.contact,
            kind=MessageKind(row.kind),
            is_unwanted=self._is_unwanted(row),
            program=self.program,
            now=self.now,
        )
        has_moved = row.customer.contact_id != row.contact_id
        return refusal or (MessageReason.ADDRESS_CHANGED if has_moved else None)

    def _is_unwanted(self, row: Message) -> bool:
        """Whether they asked not to be contacted; who wrote a personal letter knew what was said by then."""
        answer = row.response or self.latest.get(row.customer_id)
        if answer is None or answer.contact_me:
            return False
        said_at = answer.revised_at or answer.answered_at
        return row.kind != MessageKind.PERSONAL or said_at > row.planned_at


def _latest_answers(customer_ids: set[int]) -> dict[int, Response]:
    answers = Response.objects.counted().filter(customer__in=customer_ids, typed_email="")
    by_customer: dict[int, Response] = {}
    for answer in answers.order_by("answered_at", "pk"):
        if answer.customer_id is not None:
            by_customer[answer.customer_id] = answer
    return by_customer

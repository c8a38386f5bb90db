"""What the mailroom asks of the room whose rows it sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.letters import Letter
    from mailroom.enums import OutboxState
    from mailroom.models import OutboxRow

Row = TypeVar("Row", bound="OutboxRow")


@dataclass(frozen=True, slots=True)
class Unbuildable:
    """This row alone has no message; `problem` is shown to staff."""

    problem: str


class Mailbag(Protocol[Row]):
    """One room's messages: which rows may leave, what they say, what follows from the outcome."""

    model: type[Row]

    def sendable(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Only the rows that may leave at this moment: nothing that the claim relied on has changed.

        Goes into the WHERE of the UPDATE that begins an attempt: no ordering, no slice, and no join.
        Joined, PostgreSQL would not look at the row's own state again after waiting for its lock.
        """
        ...

    def refusals(self, rows: Sequence[Row]) -> Mapping[int, str]:
        """Why rows may never be sent: primary key to reason code; others are planned once more."""
        ...

    def loaded(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The claimed rows with all that their letters need, read once for the whole claim.

        What may change until a row's attempt begins is for `sendable` to ask again.
        """
        ...

    def compose(self, rows: Sequence[Row]) -> Iterator[Letter | Unbuildable | None]:
        """One letter for each row, in the order of the rows.

        Called outside any transaction, after the attempt is on record, with rows as `loaded` read them.
        A row that cannot be built fails alone: yield `Unbuildable` for it. None gives a
        row back unharmed, because it has changed.
        """
        ...

    def settle(self, outcome: Mapping[OutboxState, Sequence[Row]], *, now: datetime) -> None:
        """Draw the room's conclusions, inside the transaction that moved the rows.

        `outcome` maps the state that rows have just reached to these rows, which still carry the
        `claim_token` that they were claimed with. PLANNED, FAILED and SKIPPED: nothing was sent, give
        back what this claim took (the hold). SENT: the message was accepted, also when that becomes
        known late: a hold that was given back meanwhile is taken again, the later one counts.
        UNKNOWN: what the claim took stays taken, counted from the attempt.
        """
        ...

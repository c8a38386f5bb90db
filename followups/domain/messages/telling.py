"""What became of a message, as lines of its follow-up's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import history
from followups.domain.messages import contacting
from followups.enums import ActivityKind
from followups.models import Message

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def tell(row: Message, words: str, *, actor: User | None, now: datetime) -> None:
    """A line with these words, in which `{message}` stands for the subject. None without a follow-up.

    The subject is read anew: of somebody who was erased meanwhile the row in hand still knows it.
    """
    if row.followup is None:
        return
    subject = Message.objects.filter(pk=row.pk).values_list("subject", flat=True).get()
    named = f"“{subject}”" if subject else "the message"
    sentence = words.replace("{message}", named)
    facts = {"subject": subject, "message": row.pk, "words": sentence[0].upper() + sentence[1:]}
    history.add(followup=row.followup, kind=ActivityKind.MESSAGE, actor=actor, now=now, facts=facts)


def tell_end(row: Message, words: str, *, actor: User | None, now: datetime) -> None:
    """It did not leave: the history says so, and it was no contact."""
    contacting.take_back(row)
    tell(row, words, actor=actor, now=now)

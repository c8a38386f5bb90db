"""What became of a message, as lines of its follow-up's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import history
from followups.domain.messages import contacting, undelivered
from followups.enums import ActivityKind
from followups.models import Message

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

STILL_OWED = "Nobody has been in contact yet"


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


def tell_end(row: Message, words: str, *, actor: User | None, now: datetime, is_news: bool = True) -> None:
    """It did not leave: the history says so, and it was no contact.

    Whoever counted on it is notified: of what nobody could expect (`is_news`), and in any case when the
    follow-up is without a contact again.
    """
    is_owed = contacting.take_back(row, now=now)
    tell(row, f"{words}. {STILL_OWED}" if is_owed else words, actor=actor, now=now)
    if is_owed or is_news:
        text = f"{STILL_OWED}: the clock of the first contact goes on." if is_owed else ""
        undelivered.tell(row, words, occasion="end", text=text, actor=actor, now=now)

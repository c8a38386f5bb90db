"""Whoever counted on a letter hears that it did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from core.templatetags.navigation import address
from followups.access import followups_for
from followups.domain import notifying
from followups.enums import NotificationKind
from followups.models import Message
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def tell(
    row: Message, words: str, *, occasion: str, now: datetime, text: str = "", actor: User | None = None
) -> int:
    """Notify its author and whoever has its follow-up now, but for the `actor`; how many were told.

    `words` speak of it as `{message}`; of one `occasion` each is told once.
    """
    # Anew: of somebody who was erased meanwhile the row in hand still knows the words.
    message = Message.objects.select_related(
        "author", "customer", "followup__assignee", "followup__accountable"
    ).get(pk=row.pk)
    if message.customer.erased_at:
        return 0
    named = f"{message.customer}: {words.replace('{message}', f'“{message.subject}”')}"
    return sum(
        notifying.tell(
            recipient=person,
            kind=NotificationKind.LETTER,
            key=f"letter:{message.pk}:{occasion}:{person.pk}",
            title=named,
            text=text,
            path=_path(message, person),
            now=now,
            followup=message.followup,
        )
        for person in _concerned(message)
        if person != actor
    )


def _concerned(message: Message) -> list[User]:
    followup = message.followup
    owner = (followup.assignee or followup.accountable) if followup and not followup.is_closed else None
    people = dict.fromkeys([message.author, owner])
    return [person for person in people if person and person.may(Role.REP)]


def _path(message: Message, person: User) -> str:
    """The follow-up, where they may see it; else the customer."""
    followup = message.followup
    if followup and followups_for(person).filter(pk=followup.pk).exists():
        return reverse("followups:detail", args=[followup.pk])
    return address("insights:customer", message.customer_id)

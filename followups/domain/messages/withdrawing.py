"""Taking a message back before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import locks
from followups.domain.messages import telling
from followups.domain.messages.refusing import TooLate
from followups.domain.working.changing import NotYours, workable_by
from followups.enums import MessageReason
from followups.models import FollowUp, Message
from mailroom.enums import OutboxState
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def withdraw(*, message: Message, actor: User | None, now: datetime) -> None:
    """Keep a planned message from leaving. Raises TooLate, NotYours."""
    if actor is not None and not may_withdraw(message=message, actor=actor):
        raise NotYours("Somebody else wrote this message.")
    with transaction.atomic():
        # A merge has the customer and then wants their messages and follow-ups.
        locks.customer(message.customer_id)
        planned = Message.objects.filter(pk=message.pk, state=OutboxState.PLANNED)
        if not planned.update(state=OutboxState.CANCELLED, reason=MessageReason.WITHDRAWN):
            raise TooLate("It is too late: the message is on its way, or was taken back before.")
        telling.tell_end(message, "Took back {message} before it left", actor=actor, now=now, is_news=False)


def may_withdraw(*, message: Message, actor: User) -> bool:
    """Its author, whoever works its follow-up, and managers."""
    if actor.may(Role.MANAGER) or message.author_id == actor.pk:
        return True
    if message.followup_id is None:
        return False
    return FollowUp.objects.filter(workable_by(actor), pk=message.followup_id).exists()

"""Messages to customers on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from followups.domain.messages import showing
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from followups.models import Message

register = template.Library()

_LEFT = {OutboxState.SENT, OutboxState.UNKNOWN}


@register.simple_tag
def message_state(message: Message) -> tuple[str, str]:
    """Where it stands in words, and the kind of the badge: ``{% message_state message as state %}``."""
    return showing.state(message)


@register.simple_tag
def message_reason(message: Message) -> str:
    """Why it did not leave, or not yet; empty for one that has left."""
    return "" if message.state in _LEFT else showing.reason(message)

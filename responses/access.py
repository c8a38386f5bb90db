"""Who may see which answer, and what the holder of an unsubscribe link has in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.models import Contact
from responses.models import Response
from surveys import tokens

if TYPE_CHECKING:
    from responses.querysets import ResponseQuerySet
    from team.models import User


def responses_for(user: User) -> ResponseQuerySet:
    """Every role may read every answer."""
    return Response.objects.all() if user.is_active else Response.objects.none()


def contact_behind(token: str) -> Contact | None:
    """The address of an unsubscribe link; None for a broken link."""
    contact_id = tokens.read_unsubscribe_token(token)
    return None if contact_id is None else Contact.objects.filter(pk=contact_id).first()

"""Who may see which answer, and what the holder of a link has in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.models import Contact
from responses.models import Response
from surveys import tokens
from surveys.models import Invitation

if TYPE_CHECKING:
    from responses.querysets import ResponseQuerySet
    from team.models import User


def responses_for(user: User) -> ResponseQuerySet:
    """Every role may read every answer."""
    return Response.objects.all() if user.is_active else Response.objects.none()


def invitation_behind(token: str) -> Invitation | None:
    """The invitation of an answer link, with its survey's words and its customer; None for a broken link."""
    invitation_id = tokens.read_survey_token(token)
    if invitation_id is None:
        return None
    rows = Invitation.objects.select_related("campaign__survey", "customer")
    return rows.prefetch_related("campaign__survey__texts").filter(pk=invitation_id).first()


def contact_behind(token: str) -> Contact | None:
    """The address of an unsubscribe link; None for a broken link."""
    contact_id = tokens.read_unsubscribe_token(token)
    return None if contact_id is None else Contact.objects.filter(pk=contact_id).first()

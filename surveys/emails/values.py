"""What differs from reader to reader: names and links."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from core import links
from customers.models import Customer
from surveys import tokens

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Invitation, Survey
    from team.models import Program, User


def values_for(row: Invitation) -> dict[str, str]:
    """One recipient's values. The row must be claimed: its contact is the one that may unsubscribe."""
    contact_id = row.contact_id or row.customer.contact_id
    if contact_id is None:
        raise ValueError("an invitation without a contact has no unsubscribe link")
    return {
        "first_name": row.customer.first_name,
        "name": row.customer.name,
        "answer_url": _link("public:answer", tokens.survey_token(row.pk)),
        "unsubscribe_url": _link("public:unsubscribe", tokens.unsubscribe_token(contact_id)),
    }


def sample_values(program: Program) -> dict[str, str]:
    """Values for a preview: a made-up customer, and links that lead nowhere."""
    return {
        "first_name": "Maya",
        "name": "Maya Lindqvist",
        "answer_url": links.absolute_url("/"),
        "unsubscribe_url": links.absolute_url("/"),
    }


def trial_values(*, survey: Survey, user: User, now: datetime) -> dict[str, str]:
    """Values for a test mail to somebody of the team: links that show everything and store nothing."""
    token = tokens.trial_token(survey.pk, user.pk, now=now)
    return {
        "first_name": Customer(name=user.name).first_name,
        "name": user.name,
        "answer_url": _link("public:answer", token),
        "unsubscribe_url": links.absolute("public:trial_unsubscribe", token=token),
    }


def _link(viewname: str, token: str) -> str:
    before, after = _around(viewname, settings.BASE_URL)
    return f"{before}{token}{after}"


@lru_cache(maxsize=8)
def _around(viewname: str, base_url: str) -> tuple[str, str]:
    """What stands before and after a link's token: looking the address up costs three times the signature."""
    mark = "TOKEN"
    before, _, after = links.absolute(viewname, token=mark).rpartition(mark)
    return before, after

"""What an invitation says: built here, spliced per recipient and sent by the mailroom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mjml
from django.conf import settings
from django.template.loader import render_to_string

from core import links, placeholders
from core.scoring import SCORES
from mailroom.domain.letters import LetterForm, mailbox
from surveys.tokens import survey_token, unsubscribe_token

if TYPE_CHECKING:
    from surveys.models import Invitation, SurveyText
    from team.models import Program

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
FIELDS = [
    "language",
    "subject",
    "greeting",
    "question",
    "low_label",
    "high_label",
    "why_you",
    "unsubscribe",
]


@dataclass(frozen=True)
class MailCannotBeBuilt(Exception):
    """MJML refused the template; `detail` is what it said."""

    detail: str


def letter_form(*, text: SurveyText, program: Program) -> LetterForm:
    """The invitation in one language, with what differs per recipient left as placeholders.

    MJML is compiled here, once for a batch. Raises MailCannotBeBuilt.
    """
    context = _context(text, program)
    return LetterForm(
        sender=mailbox(program.sender_name, program.sender_email),
        reply_to=program.reply_to,
        subject=context["text"].subject,
        text=render_to_string("surveys/emails/invitation.txt", context),
        html=_compiled(render_to_string("surveys/emails/invitation.mjml", context)),
        headers={
            "List-Unsubscribe": "<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )


def values_for(row: Invitation) -> dict[str, str]:
    """One recipient's values. The row must be claimed: its contact is the one that may unsubscribe."""
    contact_id = row.contact_id or row.customer.contact_id
    if contact_id is None:
        raise ValueError("an invitation without a contact has no unsubscribe link")
    return {
        "first_name": row.customer.first_name,
        "name": row.customer.name,
        "answer_url": _link("public:answer", survey_token(row.pk)),
        "unsubscribe_url": _link("public:unsubscribe", unsubscribe_token(contact_id)),
    }


def sample_values(program: Program) -> dict[str, str]:
    """Values for a preview: a made-up customer, and links that lead nowhere."""
    return {
        "first_name": "Maya",
        "name": "Maya Lindqvist",
        "answer_url": links.absolute_url("/"),
        "unsubscribe_url": links.absolute_url("/"),
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


def _context(text: SurveyText, program: Program) -> dict[str, Any]:
    everywhere = {"company": program.company, "product": program.asked_about}
    filled = {field: placeholders.fill(getattr(text, field), everywhere) for field in FIELDS}
    is_right_to_left = text.language.split("-")[0] in RIGHT_TO_LEFT
    return {
        "text": SimpleNamespace(**filled),
        "program": program,
        "scores": SCORES,
        "direction": "rtl" if is_right_to_left else "ltr",
        "end_side": "left" if is_right_to_left else "right",
        "answer_url": "{answer_url}",
        "unsubscribe_url": "{unsubscribe_url}",
    }


def _compiled(source: str) -> str:
    try:
        result = mjml.mjml2html(source)
    except ValueError as error:
        raise MailCannotBeBuilt(str(error)) from error
    return str(result)

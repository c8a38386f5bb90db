"""A message to a customer: a plain letter from a person, or a page with a way to unsubscribe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mjml
from django.template.loader import render_to_string

from core import languages
from followups.enums import MessageKind
from mailroom.domain.letters import LetterForm, mailbox
from surveys.emails import MailCannotBeBuilt
from surveys.emails.senders import one_address

if TYPE_CHECKING:
    from team.models import Program, User

_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def letter_form(
    *,
    subject: str,
    body: str,
    kind: str,
    language: str,
    author: User | None,
    program: Program,
    unsubscribe_url: str,
    unsubscribe: str,
) -> LetterForm:
    """The letter as it is: whatever stands in braces was typed by somebody and stays.

    A personal one is plain text in its author's name, without a way to unsubscribe: it answers what its
    reader said. Every other one carries RFC 8058's headers and a link that is named `unsubscribe`. Replies
    go to the author. Raises MailCannotBeBuilt, SenderNotUsable.
    """
    is_personal = kind == MessageKind.PERSONAL
    context = {
        "subject": subject,
        "body": body,
        "paragraphs": [part for part in _PARAGRAPHS.split(body) if part.strip()],
        "is_personal": is_personal,
        "program": program,
        "language": language or "en",
        "direction": languages.direction(language or "en"),
        "start_side": "right" if languages.direction(language or "en") == "rtl" else "left",
        "unsubscribe_url": unsubscribe_url,
        "unsubscribe": unsubscribe,
    }
    html = "" if is_personal else _compiled(render_to_string("followups/emails/message.mjml", context))
    return LetterForm(
        sender=sender_of(author, program),
        reply_to=reply_to_of(author, program),
        subject=subject,
        text=render_to_string("followups/emails/message.txt", context).strip() + "\n",
        html=html,
        headers={} if is_personal else _headers(unsubscribe_url),
    )


def sender_of(author: User | None, program: Program) -> str:
    """The From header: the program's address, which its mail server may send from, in the author's name."""
    name = author.name if author else program.sender_name
    return mailbox(name, one_address(program.sender_email))


def reply_to_of(author: User | None, program: Program) -> str:
    """Where replies go: to the author while they work here, else to where the program's go."""
    address = author.email if author and author.is_active else program.reply_to
    return one_address(address) if address else ""


def _headers(unsubscribe_url: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def _compiled(source: str) -> str:
    try:
        result = mjml.mjml2html(source)
    except ValueError as problem:
        raise MailCannotBeBuilt(str(problem)) from problem
    return str(result)

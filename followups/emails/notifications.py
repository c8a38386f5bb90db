"""A mail to somebody on the staff: what happened, and the page it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

from core import links
from mailroom.domain.letters import LetterForm, mailbox
from surveys.emails.senders import one_address

if TYPE_CHECKING:
    from followups.models import Notification
    from team.models import Program


def letter_form(*, notification: Notification, program: Program) -> LetterForm:
    """The letter as it is; whatever stands in braces was typed by somebody and stays.

    Raises SenderNotUsable.
    """
    base = settings.BASE_URL.rstrip("/")
    context = {
        "notification": notification,
        "url": f"{base}{notification.path}",
        "choices_url": links.absolute("notifications:choices"),
        "program": program,
    }
    return LetterForm(
        sender=mailbox(f"Closeloop at {program.company}", one_address(program.sender_email)),
        reply_to="",
        subject=notification.title,
        text=render_to_string("followups/emails/notification.txt", context).strip() + "\n",
        html=render_to_string("followups/emails/notification.html", context),
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )

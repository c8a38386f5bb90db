"""The mail backend that sends nothing: mails stay here, to be looked at under /outbox/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final

from django.core.mail.backends.base import BaseEmailBackend

from mailroom.domain.wire import wire_bytes
from mailroom.models import LocalMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage

_SHOWN: Final = ["From", "To", "Reply-To", "Date", "Message-ID", "List-Unsubscribe"]
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_NEW_TABS: Final = '<base target="_blank">'


@dataclass(frozen=True, slots=True)
class Reading:
    """A kept mail, opened: the headers that matter, decoded, and the source as it would be sent."""

    headers: list[tuple[str, str]]
    source: str


def opened(mail: LocalMail) -> Reading:
    """Parse a kept mail."""
    raw = bytes(mail.raw)
    message = message_from_bytes(raw, policy=policy.default)
    headers = [(name, str(message[name]).strip()) for name in _SHOWN if message[name]]
    return Reading(headers, raw.decode(errors="replace").replace("\r\n", "\n"))


def framed(page: str) -> str:
    """The mail's HTML with its links set to open beside the page that frames it."""
    if head := _HEAD.search(page):
        return f"{page[: head.end()]}{_NEW_TABS}{page[head.end() :]}"
    return f"{_NEW_TABS}{page}"


class LocalOutboxBackend(BaseEmailBackend):
    """Stores each mail as a row."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the mails, all or none; returns how many."""
        mails = [_stored(message) for message in email_messages if message.recipients()]
        return len(LocalMail.objects.bulk_create(mails))


def _stored(message: EmailMessage) -> LocalMail:
    pages = [
        str(content) for content, mimetype in getattr(message, "alternatives", ()) if mimetype == "text/html"
    ]
    if message.content_subtype == "html":
        pages.insert(0, str(message.body))
    return LocalMail(
        sender=message.from_email[:320],
        recipient=", ".join(message.recipients())[:320],
        subject=str(message.subject)[:500],
        text="" if message.content_subtype == "html" else str(message.body),
        html=pages[0] if pages else "",
        raw=wire_bytes(message.message()),
    )

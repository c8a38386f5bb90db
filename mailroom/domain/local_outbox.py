"""The mail backend that sends nothing: mails stay here, to be looked at under /outbox/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from mailroom.domain.wire import wire_bytes
from mailroom.models import LocalMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


def is_in_use() -> bool:
    """Whether mails stay on this server."""
    return bool(settings.EMAIL_BACKEND == settings.LOCAL_OUTBOX)


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

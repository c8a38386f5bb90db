"""How a letter leaves this server, and what became of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from django.conf import settings

from mailroom.domain.transports.backend import BackendTransport
from mailroom.domain.transports.smtp import SmtpTransport
from mailroom.domain.transports.verdict import Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailroom.domain.letters import Letter

__all__ = ["BackendTransport", "Kind", "SmtpTransport", "Transport", "Verdict", "open_transport"]

_DJANGO_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"


class Transport(Protocol):
    """Takes one letter at a time and says what became of it."""

    def send(self, letter: Letter) -> Verdict:
        """Hand one letter over. Never raises for what a network or a server does."""
        ...


@contextmanager
def open_transport() -> Iterator[Transport]:
    """The transport that EMAIL_BACKEND asks for, connected at the first letter, closed at the end.

    One per thread: neither an SMTP connection nor an HTTP session is safe to share.
    """
    is_smtp = settings.EMAIL_BACKEND == _DJANGO_SMTP
    transport = SmtpTransport() if is_smtp else BackendTransport()
    try:
        yield transport
    finally:
        transport.close()

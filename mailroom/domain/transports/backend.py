"""Any Django or Anymail mail backend, one message a call, so that each has a verdict of its own."""

from __future__ import annotations

import logging
import smtplib
import ssl
from typing import TYPE_CHECKING, Any, Final

import requests
from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailUnsupportedFeature
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import BadHeaderError, get_connection
from urllib3.exceptions import NewConnectionError

from mailroom.domain.transports import verdict

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from mailroom.domain.letters import Letter
    from mailroom.domain.transports.verdict import Verdict

# The key of our mark in a mail's metadata.
METADATA: Final = "closeloop"
# The service knows the account no more, or has enough of it for now.
_ACCOUNT: Final = {401, 402, 403}
_LATER: Final = {408, 425, 429}

logger = logging.getLogger(__name__)


class BackendTransport:
    """Hands letters to the backend in EMAIL_BACKEND."""

    def __init__(self) -> None:
        self._backend: Any = None
        self._keeps_metadata = True

    def send(self, letter: Letter) -> Verdict:
        """Hand one letter over. Whatever the backend raises becomes a verdict."""
        try:
            backend = self._open()
        except Exception as problem:  # noqa: BLE001  # backends raise what they like, and nothing was sent
            return verdict.retry(f"The mail backend cannot be opened: {problem}", for_all=True)
        try:
            message = letter.message()
            count = self._hand_over(backend, message, letter.mark)
        except Exception as problem:  # noqa: BLE001  # as above; what is not known to be harmless is ambiguous
            self._forget()
            return judged(problem)
        if not count:
            return verdict.refused("The mail backend says that it sent nothing.")
        return verdict.accepted(_given_id(message) or letter.message_id)

    def _hand_over(self, backend: Any, message: Any, mark: str) -> int:
        """Send with our mark in the metadata, which the provider's events bring back, where it keeps any."""
        if not mark or not self._keeps_metadata or not isinstance(backend, AnymailBaseBackend):
            return backend.send_messages([message]) or 0
        message.metadata = {METADATA: mark}
        try:
            return backend.send_messages([message]) or 0
        except AnymailUnsupportedFeature:
            # Raised while the message is put together: nothing was sent.
            self._keeps_metadata = False
            del message.metadata
            return backend.send_messages([message]) or 0

    def close(self) -> None:
        """Close the backend's connection, if it keeps one."""
        self._forget()

    def _forget(self) -> None:
        backend, self._backend = self._backend, None
        if backend is None:
            return
        try:
            backend.close()
        except Exception:
            # The letters have their verdicts; a farewell that fails changes none of them.
            logger.warning("The mail backend did not close.", exc_info=True)

    def _open(self) -> Any:
        if self._backend is None:
            backend = get_connection()
            backend.open()
            self._backend = backend
        return self._backend


def judged(problem: Exception) -> Verdict:
    """What an exception of a mail backend proves."""
    said = str(problem) or type(problem).__name__
    match problem:
        case AnymailAPIError():
            return _judged_answer(problem, said)
        case ImproperlyConfigured():
            return verdict.retry(said, for_all=True)
        case AnymailError() | BadHeaderError():
            # All recipients rejected, or a message that the service's interface cannot express.
            return verdict.refused(said)
        case smtplib.SMTPResponseException():
            return _judged_code(problem.smtp_code, said)
        case smtplib.SMTPRecipientsRefused():
            return _judged_code(max(code for code, _ in problem.recipients.values()), said)
    return verdict.unknown(said)


def _judged_code(code: int, said: str) -> Verdict:
    return verdict.retry(said) if 400 <= code < 500 else verdict.refused(said)


def _judged_answer(problem: AnymailAPIError, said: str) -> Verdict:
    status = problem.status_code
    if status is None:
        never_began = _never_began(problem.__cause__)
        return verdict.retry(said, for_all=True) if never_began else verdict.unknown(said)
    if status in _ACCOUNT:
        return verdict.retry(said, for_all=True)
    if status in _LATER:
        return verdict.retry(said)
    # An answer of 2xx or 3xx that Anymail could not read, and any of 5xx, leaves the question open.
    return verdict.refused(said) if 400 <= status < 500 else verdict.unknown(said)


def _never_began(cause: BaseException | None) -> bool:
    """Whether no connection came about: no such name, nobody listening, no trust."""
    if isinstance(cause, requests.ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    if isinstance(reason, NewConnectionError):
        return True
    return any(isinstance(part, ssl.SSLCertVerificationError) for part in getattr(reason, "args", ()))


def _given_id(message: EmailMultiAlternatives) -> str:
    status = getattr(message, "anymail_status", None)
    given = getattr(status, "message_id", None)
    return given if isinstance(given, str) else ""

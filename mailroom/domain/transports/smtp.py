"""SMTP over one connection, with a verdict that knows when the last byte left.

smtplib's own `sendmail` tells a refusal from a broken connection, but not a connection that broke
before the message was complete (nothing was sent) from one that broke after (nobody knows).
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Final

from django.core.mail.backends.smtp import EmailBackend

from mailroom.domain.transports import verdict
from mailroom.domain.wire import seven_bit

if TYPE_CHECKING:
    from mailroom.domain.letters import Letter
    from mailroom.domain.transports.verdict import Verdict

_TROUBLE: Final = (OSError, smtplib.SMTPException)
# RFC 4954, section 6: the server wants a login, or another one. No letter will pass until it is mended.
_LOGIN: Final = {530, 534, 535, 538}
_CLOSING: Final = 421
_GO_AHEAD: Final = 354
_STEPS: Final = 3  # MAIL, RCPT, DATA
_LONGEST_LINE: Final = 8192

Reply = tuple[int, bytes]


class _LostBeforeBody(Exception):
    """The connection went while nothing of the message had been sent."""


class SmtpTransport:
    """Hands letters to the server in EMAIL_HOST, one connection for all. Not for two threads at once."""

    def __init__(self) -> None:
        # Django's backend knows every EMAIL_ setting: TLS, certificates, login, time-out.
        self._backend = EmailBackend()

    def send(self, letter: Letter) -> Verdict:
        """Hand one letter over. Networks and servers cause verdicts, never exceptions."""
        is_fresh = self._backend.connection is None
        try:
            server = self._open()
        except _TROUBLE as problem:
            self._drop()
            return verdict.retry(f"No connection to the mail server: {_words(problem)}", for_all=True)
        try:
            return self._hand_over(server, letter)
        except _LostBeforeBody as problem:
            self._drop()
            if is_fresh:
                return verdict.retry(
                    f"The connection broke before the message was sent: {problem}", is_silence=True
                )
            # Servers close connections that were idle or have carried their share: begin anew, once.
            return self.send(letter)

    def close(self) -> None:
        """Say goodbye to the server."""
        try:
            self._backend.close()
        except _TROUBLE:
            self._drop()

    def _open(self) -> smtplib.SMTP:
        self._backend.open()
        server = self._backend.connection
        if server is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        server.ehlo_or_helo_if_needed()
        return server

    def _drop(self) -> None:
        # Without QUIT: whoever does not answer would be waited for once more.
        if self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None

    def _hand_over(self, server: smtplib.SMTP, letter: Letter) -> Verdict:
        if not letter.recipient.isascii() and not server.has_extn("smtputf8"):
            return verdict.refused("The mail server takes no addresses with such letters (no SMTPUTF8).")
        body = _body(server, letter)
        refusal = self._announce(server, letter)
        if refusal is not None:
            return self._refused(server, refusal)
        try:
            _say(server, body)
        except _TROUBLE as problem:
            # The final dot was among the bytes that did not leave.
            self._drop()
            return verdict.retry(f"The connection broke in mid-message: {_words(problem)}", is_silence=True)
        try:
            reply = _reply(server)
        except _TROUBLE as problem:
            self._drop()
            return verdict.unknown(f"No reply after the message: {_words(problem)}")
        return self._concluded(reply, letter)

    def _announce(self, server: smtplib.SMTP, letter: Letter) -> Reply | None:
        """MAIL, RCPT and DATA; the first reply that is not a yes, or None. Raises _LostBeforeBody."""
        try:
            replies = _replies(server, _commands(server, letter))
        except _TROUBLE as problem:
            raise _LostBeforeBody(_words(problem)) from problem
        refusal = next((reply for step, reply in enumerate(replies) if not _is_yes(step, reply)), None)
        if refusal is None:
            return None
        if refusal[0] == _CLOSING and refusal is replies[0]:
            raise _LostBeforeBody(_said(refusal))
        if len(replies) == _STEPS and replies[-1][0] == _GO_AHEAD:
            # Pipelined, and it waits for a message to nobody. Hanging up says that there is none.
            self._drop()
        return refusal

    def _refused(self, server: smtplib.SMTP, reply: Reply) -> Verdict:
        code = reply[0]
        if code in _LOGIN or not 400 <= code < 600:
            self._drop()
            return verdict.retry(_said(reply), for_all=True)
        if code == _CLOSING:
            self._drop()
        elif self._backend.connection is not None:
            try:
                server.rset()
            except _TROUBLE:
                self._drop()
        return verdict.retry(_said(reply)) if code < 500 else verdict.refused(_said(reply))

    def _concluded(self, reply: Reply, letter: Letter) -> Verdict:
        code = reply[0]
        if 200 <= code < 300:
            return verdict.accepted(letter.message_id, _said(reply))
        if code == _CLOSING or not 400 <= code < 600:
            self._drop()
        if 400 <= code < 500:
            return verdict.retry(_said(reply))
        if 500 <= code < 600:
            return verdict.refused(_said(reply))
        return verdict.unknown(f"Not a reply to the message: {_said(reply)}")


def _commands(server: smtplib.SMTP, letter: Letter) -> list[bytes]:
    extensions = ""
    if server.has_extn("8bitmime"):
        extensions += " BODY=8BITMIME"
    if not letter.recipient.isascii():
        extensions += " SMTPUTF8"
    return [
        f"MAIL FROM:<{letter.sender_address}>{extensions}\r\n".encode(),
        f"RCPT TO:<{letter.recipient}>\r\n".encode(),
        b"DATA\r\n",
    ]


def _replies(server: smtplib.SMTP, commands: list[bytes]) -> list[Reply]:
    """Each command's reply; up to the first refusal, or of all at once where the server offers that."""
    if server.has_extn("pipelining"):
        _say(server, b"".join(commands))
        return [_reply(server) for _ in commands]
    replies: list[Reply] = []
    for command in commands:
        _say(server, command)
        replies.append(_reply(server))
        if not _is_yes(len(replies) - 1, replies[-1]):
            break
    return replies


def _say(server: smtplib.SMTP, words: bytes) -> None:
    if server.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    server.sock.sendall(words)


def _reply(server: smtplib.SMTP) -> Reply:
    """The next reply, its lines joined: what smtplib does, without what it does besides."""
    if server.file is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    said: list[bytes] = []
    while True:
        line = server.file.readline(_LONGEST_LINE)
        if not line:
            raise smtplib.SMTPServerDisconnected("the connection was closed")
        if not line[:3].isdigit():
            return -1, line.strip()
        said.append(line[4:].strip())
        if line[3:4] != b"-":
            return int(line[:3]), b" ".join(said)


def _is_yes(step: int, reply: Reply) -> bool:
    return reply[0] == _GO_AHEAD if step == _STEPS - 1 else 200 <= reply[0] < 300


def _body(server: smtplib.SMTP, letter: Letter) -> bytes:
    raw = letter.raw()
    if not server.has_extn("8bitmime") and not raw.isascii():
        raw = seven_bit(raw)
    # RFC 5321, 4.5.2: a dot that begins a line is doubled. The first line is a header and has none.
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def _said(reply: Reply) -> str:
    return f"{reply[0]} {reply[1].decode(errors='replace')}"


def _words(problem: BaseException) -> str:
    return str(problem) or type(problem).__name__

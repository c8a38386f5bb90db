"""Real SMTP servers for the tests: well-behaved ones, and ones that fail on cue."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailroom:
    """A handler that keeps what it accepts, and answers otherwise where told to.

    `answers` maps a command to the replies it gives in turn; None accepts, the last one stays.
    """

    def __init__(self, **answers: list[str | None]) -> None:
        self.answers = answers
        self.sessions = 0
        self.mails: list[tuple[str, list[str], bytes]] = []

    def _answer(self, command: str) -> str | None:
        replies = self.answers.get(command, [None])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    async def handle_EHLO(  # noqa: N802  # aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._answer("RCPT"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        answer = self._answer("DATA")
        if answer == "hang":
            await asyncio.sleep(60)
        if answer:
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
        return "250 2.0.0 Queued as 42"


class Ready(Controller):
    """A controller on a free port of loopback."""

    def __init__(self, handler: Mailroom, **options: Any) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port, **options)


@contextmanager
def serving(handler: Mailroom, **options: Any) -> Iterator[int]:
    """Runs a server with this handler; gives its port."""
    controller = Ready(handler, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def nobody_may(*arguments: Any) -> AuthResult:
    """A login that never succeeds."""
    return AuthResult(success=False, handled=False)


class Scripted:
    """A server that says its lines whatever it hears: for what a well-behaved one cannot be made to do.

    Each script is one connection: bytes are sent, `None` waits for a line, `"body"` for a message's
    final dot, `"chunk"` for some bytes. Then it hangs up.
    """

    def __init__(self, *scripts: list[bytes | str | None]) -> None:
        self.heard: list[list[bytes]] = []
        self._scripts = scripts
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        for script in self._scripts:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self.heard.append([])
                for step in script:
                    self._play(step, connection, stream)

    def _play(self, step: bytes | str | None, connection: socket.socket, stream: Any) -> None:
        if isinstance(step, bytes):
            connection.sendall(step)
        elif step == "chunk":
            self.heard[-1].append(stream.read1(1024))
        elif step == "body":
            lines = iter(stream.readline, b".\r\n")
            self.heard[-1].append(b"".join(lines))
        else:
            self.heard[-1].append(stream.readline())


def untrusted_certificate(folder: Path) -> ssl.SSLContext:
    """A server's TLS with a certificate that it made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context

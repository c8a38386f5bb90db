"""One call: connect to the checked address, send, read a little, hang up. Knows nothing of tables."""

from __future__ import annotations

import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Final

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_match_hostname import CertificateError

from integrations.domain.webhooks import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping
    from socket import socket

    from integrations.domain.webhooks.addresses import Lookup, Target

TIMEOUT_SECONDS: Final = 10.0
MOST_READ: Final = 64 * 1024
MOST_SENT: Final = 256 * 1024
SHOWN: Final = 300
TAKEN: Final = range(200, 300)
AGENT: Final = "Closeloop-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other program said; without a `status` it was not reached, or hung up."""

    status: int | None
    error: str = ""

    @property
    def is_taken(self) -> bool:
        """Only 2xx says that it was taken."""
        return self.status in TAKEN


def call(
    *,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    lookup: Lookup = addresses.look_up,
    timeout: float = TIMEOUT_SECONDS,
) -> Answer:
    """POST the body. Redirects are not followed: they would lead past the check of the address."""
    if len(body) > MOST_SENT:
        return Answer(None, f"The call would be larger than {MOST_SENT // 1024} KB.")
    try:
        where = addresses.target(url, lookup=lookup)
        return _speak(where, body, {**headers, "Host": where.authority}, timeout)
    except addresses.NotAllowed as refusal:
        return Answer(None, str(refusal))
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        return Answer(None, _words(problem, timeout))


def _speak(where: Target, body: bytes, headers: Mapping[str, str], timeout: float) -> Answer:
    connection = _connection(where, timeout)
    expired = threading.Event()
    watch: threading.Timer | None = None
    try:
        connection.connect()
        # Each single read has its own limit; somebody who drips would never reach it.
        watch = threading.Timer(timeout, _hang_up, [connection.sock, expired])
        watch.daemon = True
        watch.start()
        connection.request(
            "POST",
            where.path,
            body=body,
            headers={"User-Agent": AGENT, "Content-Type": "application/json", **headers},
            preload_content=False,
            decode_content=False,
        )
        answer = connection.getresponse()
        return Answer(answer.status, "" if answer.status in TAKEN else _beginning(answer))
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        if expired.is_set():
            raise TimeoutError from None
        raise
    finally:
        if watch:
            watch.cancel()
        connection.close()


def _connection(where: Target, timeout: float) -> HTTPConnection:
    if not where.is_tls:
        return HTTPConnection(where.ip, where.port, timeout=timeout)
    trust = ssl.create_default_context()
    trust.load_verify_locations(certifi.where())
    return HTTPSConnection(
        where.ip,
        where.port,
        timeout=timeout,
        ssl_context=trust,
        # The certificate must be the name's, whatever number was connected to.
        server_hostname=where.host,
        assert_hostname=where.host,
    )


def _hang_up(line: socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)


def _beginning(answer: urllib3.response.BaseHTTPResponse) -> str:
    """What it said, for people who look for the fault; nothing where it broke off."""
    said = ""
    with suppress(urllib3.exceptions.HTTPError, OSError, ValueError):
        said = answer.read(MOST_READ, decode_content=False)[:SHOWN].decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())


def _words(problem: Exception, timeout: float) -> str:
    # Ahead of the timeouts, to which urllib3 counts it.
    if isinstance(problem, urllib3.exceptions.NewConnectionError):
        return "Nobody answers at this address."
    if isinstance(problem, TimeoutError | urllib3.exceptions.TimeoutError):
        return f"No answer within {timeout:g} seconds."
    if isinstance(problem, ssl.SSLError | CertificateError):
        return f"The connection is not safe: {problem}"
    return f"The connection broke: {problem}" if str(problem) else "The connection broke."

"""One call to a real server: what is sent, and what is made of each answer."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.domain.webhooks import calling
from integrations.domain.webhooks.calling import Answer
from tests.integrations.listener import Listener

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.domain.webhooks.addresses import Lookup


def call(url: str, timeout: float = 5, lookup: Lookup = lambda host, port: ["127.0.0.1"]) -> Answer:
    return calling.call(
        url=url, body=b'{"a":1}', headers={"webhook-id": "answer-1"}, lookup=lookup, timeout=timeout
    )


def test_a_call_is_one_post_to_the_address(listener: Listener) -> None:
    assert call(listener.url) == Answer(200)

    (heard,) = listener.heard
    assert (heard.path, heard.body) == ("/hooks?from=closeloop", b'{"a":1}')
    assert heard.headers == {
        "host": f"127.0.0.1:{listener.port}",
        "accept-encoding": "identity",
        "content-length": "7",
        "content-type": "application/json",
        "user-agent": "Closeloop-Webhooks/1",
        "webhook-id": "answer-1",
    }


def test_the_name_is_looked_up_once_and_connected_to_by_number(listener: Listener) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    call(f"http://crm.example:{listener.port}/", lookup=lookup)

    assert asked == ["crm.example"]
    assert listener.heard[0].headers["host"] == f"crm.example:{listener.port}"


@pytest.mark.parametrize("status", [300, 302, 400, 404, 410, 429, 500, 503])
def test_all_but_2xx_is_not_taken_and_says_why(listener: Listener, status: int) -> None:
    listener.statuses, listener.says = [status], b"Out of  order:\n\x00 \xe2\x80\x94 wait" + b"!" * 100_000

    answer = call(listener.url)

    assert not answer.is_taken
    assert (answer.status, answer.error[:22], len(answer.error)) == (status, "Out of order: — wait!!", 295)


def test_redirects_are_not_followed(listener: Listener) -> None:
    """G50: they would lead past the check of the address."""
    with Listener() as secret:
        listener.statuses, listener.headers = [307], {"Location": secret.url}

        assert call(listener.url) == Answer(307)
        assert secret.heard == []


def test_who_does_not_answer_in_time_is_left(listener: Listener) -> None:
    listener.waits = 1

    assert call(listener.url, timeout=0.1) == Answer(None, "No answer within 0.1 seconds.")


def test_who_drips_is_left_too(listener: Listener) -> None:
    listener.statuses, listener.says, listener.drips = [500], b"x" * 1000, 0.05
    began = datetime.now(UTC)

    answer = call(listener.url, timeout=0.3)

    assert not answer.is_taken
    assert datetime.now(UTC) - began < timedelta(seconds=2)


def test_nobody_there_is_said(own_network: None) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert call(f"http://127.0.0.1:{port}/") == Answer(None, "Nobody answers at this address.")


def test_what_may_not_be_called_is_not_connected_to(settings: object) -> None:
    with Listener() as running:
        answer = call(running.url)

        assert answer == Answer(
            None, "127.0.0.1 is an address inside a private network, which is not called."
        )
        assert running.heard == []


def test_a_call_has_a_largest_size(listener: Listener) -> None:
    body = b"x" * (256 * 1024 + 1)

    answer = calling.call(url=listener.url, body=body, headers={})

    assert answer == Answer(None, "The call would be larger than 256 KB.")
    assert listener.heard == []


def certificate(name: str, folder: Path) -> ssl.SSLContext:
    """A server's own certificate for a name; its file is `ca.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(made.public_bytes(pem))
    plain, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, plain, none))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


def test_https_checks_the_certificate_of_the_name(
    own_network: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that is connected to proves nothing, the certificate of the name does."""
    with Listener(tls=certificate("crm.example", tmp_path)) as running:
        unknown = call(f"https://crm.example:{running.port}/")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

        assert call(f"https://crm.example:{running.port}/") == Answer(200)
        other = call(f"https://other.example:{running.port}/")

    assert unknown.status is None
    assert unknown.error.startswith("The connection is not safe: ")
    assert other.error.startswith("The connection is not safe: ")
    assert len(running.heard) == 1

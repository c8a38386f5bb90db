from __future__ import annotations

import json
import smtplib
import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from mailroom import tokens
from mailroom.domain import transports
from mailroom.domain.transports import BackendTransport, Kind, SmtpTransport, Verdict
from mailroom.domain.transports.backend import judged
from mailroom.models import LocalMail
from tests.mailroom.letter_forms import FORM, VALUES
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.mail import EmailMessage
    from pytest_django import Settings

PREPARED = FORM.prepared(now=NOW)
LETTER = PREPARED.letter(recipient="maya@example.org", values=VALUES)
SENT = {"ErrorCode": 0, "Message": "OK", "To": "maya@example.org", "MessageID": "b7bc2f4a"}
INACTIVE = {
    "ErrorCode": 406,
    "Message": "Found inactive addresses: maya@example.org. Inactive recipients are ones that bounced.",
}


class Service(BaseHTTPRequestHandler):
    """A mail service's HTTP interface that answers as told."""

    status: int | None = 200
    answer: object = SENT
    delay = 0.0
    heard: list[Any] = []

    def do_POST(self) -> None:  # http.server finds its methods by these names
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        time.sleep(self.delay)
        if self.status is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        body = json.dumps(self.answer).encode()
        with suppress(BrokenPipeError):
            self.send_response(self.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Says nothing: the tests look at verdicts."""


@contextmanager
def service(settings: Settings, **answers: Any) -> Iterator[None]:
    """Runs Postmark's interface, answering so, and has Anymail use it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Service,), answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    use_postmark(settings, f"http://127.0.0.1:{server.server_port}/")
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def use_postmark(settings: Settings, url: str) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": url, "REQUESTS_TIMEOUT": 0.3}


def send() -> Verdict:
    with transports.open_transport() as transport:
        return transport.send(LETTER)


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def test_open_transport_speaks_smtp_itself_for_djangos_backend(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    with transports.open_transport() as transport:
        assert isinstance(transport, SmtpTransport)


def test_open_transport_uses_any_other_backend(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with transports.open_transport() as transport:
        assert isinstance(transport, BackendTransport)


def test_send_keeps_the_name_that_the_service_gave(settings: Settings) -> None:
    with service(settings):
        assert send() == Verdict(Kind.ACCEPTED, message_id="b7bc2f4a")


@pytest.mark.parametrize(
    ("status", "kind", "for_all"),
    [
        (400, Kind.REFUSED, False),
        (401, Kind.RETRY, True),
        (413, Kind.REFUSED, False),
        (429, Kind.RETRY, False),
        (500, Kind.UNKNOWN, False),
        (503, Kind.UNKNOWN, False),
    ],
)
def test_send_reads_the_status(settings: Settings, status: int, kind: Kind, for_all: bool) -> None:
    with service(settings, status=status, answer={"ErrorCode": 1, "Message": "no"}):
        verdict = send()

    assert (verdict.kind, verdict.for_all) == (kind, for_all)


def test_send_is_refused_where_all_recipients_are(settings: Settings) -> None:
    with service(settings, status=422, answer=INACTIVE):
        assert send().kind is Kind.REFUSED


def test_send_does_not_know_what_an_unreadable_success_means(settings: Settings) -> None:
    with service(settings, answer=["?"]):
        assert send().kind is Kind.UNKNOWN


def test_send_does_not_know_when_the_answer_takes_too_long(settings: Settings) -> None:
    with service(settings, delay=0.6):
        assert send().kind is Kind.UNKNOWN


def test_send_does_not_know_when_the_service_hangs_up(settings: Settings) -> None:
    with service(settings, status=None):
        assert send().kind is Kind.UNKNOWN


def test_send_blames_the_connection_when_nobody_listens(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    use_postmark(settings, f"http://127.0.0.1:{port}/")

    verdict = send()

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)


def test_send_blames_the_settings_that_are_missing(settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.postmark.EmailBackend", {}

    verdict = send()

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)
    assert "POSTMARK_SERVER_TOKEN" in verdict.detail


@pytest.mark.usefixtures("local_outbox")
def test_send_is_accepted_by_the_local_outbox() -> None:
    verdict = send()

    assert verdict == Verdict(Kind.ACCEPTED, message_id=LETTER.message_id)
    assert LocalMail.objects.get().recipient == "maya@example.org"


class Exploding(BaseEmailBackend):
    """Somebody's backend: fails in a way of its own once, then works."""

    opened = 0
    to_raise: Exception | None = None

    def open(self) -> bool:
        type(self).opened += 1
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if problem := type(self).to_raise:
            type(self).to_raise = None
            raise problem
        return 0 if email_messages[0].to == ["nobody@example.org"] else 1


def test_send_survives_what_a_backend_raises_and_opens_it_again(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Exploding"
    Exploding.opened, Exploding.to_raise = 0, RuntimeError("boom")
    with transports.open_transport() as transport:
        verdicts = [transport.send(LETTER) for _ in range(3)]

    assert verdicts[0] == Verdict(Kind.UNKNOWN, "boom", is_silence=True)
    assert [verdict.kind for verdict in verdicts[1:]] == [Kind.ACCEPTED] * 2
    assert Exploding.opened == 2


def test_send_is_refused_where_a_backend_says_that_it_sent_nothing(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Exploding"
    with transports.open_transport() as transport:
        verdict = transport.send(PREPARED.letter(recipient="nobody@example.org", values=VALUES))

    assert verdict.kind is Kind.REFUSED


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (smtplib.SMTPDataError(451, b"later"), Kind.RETRY),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b.example"), Kind.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"later")}), Kind.RETRY),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no")}), Kind.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Kind.UNKNOWN),
        (ValueError("not known to be harmless"), Kind.UNKNOWN),
        (TimeoutError(), Kind.UNKNOWN),
    ],
)
def test_judged_believes_the_codes_of_smtp_backends(problem: Exception, kind: Kind) -> None:
    assert judged(problem).kind is kind


def test_send_lets_the_provider_keep_our_mark(settings: Settings) -> None:
    """Its events bring the mark back, whatever the provider calls the mail."""
    letter = PREPARED.letter(recipient="maya@example.org", values=VALUES, name="i17")
    heard: list[Any] = []
    with service(settings, heard=heard), transports.open_transport() as transport:
        assert transport.send(letter) == Verdict(Kind.ACCEPTED, message_id="b7bc2f4a")

    assert heard[0]["Metadata"] == {"closeloop": letter.mark}
    assert tokens.read_mark(letter.mark) == tokens.read_mark(letter.message_id) == "i17"


def test_send_does_without_the_mark_where_the_provider_keeps_none(settings: Settings) -> None:
    """MailerSend's interface knows no metadata: Anymail refuses it before anything is sent."""
    letter = PREPARED.letter(recipient="maya@example.org", values=VALUES, name="i17")
    heard: list[Any] = []
    with service(settings, heard=heard, status=202, answer={}):
        url = settings.ANYMAIL["POSTMARK_API_URL"]
        settings.EMAIL_BACKEND = "anymail.backends.mailersend.EmailBackend"
        settings.ANYMAIL = {"MAILERSEND_API_TOKEN": "t", "MAILERSEND_API_URL": url}
        with transports.open_transport() as transport:
            verdicts = [transport.send(letter) for _ in range(2)]

    assert len(heard) == 2
    assert {verdict.kind for verdict in verdicts} <= {Kind.ACCEPTED, Kind.UNKNOWN}


def test_a_letter_without_a_row_carries_no_mark(settings: Settings) -> None:
    heard: list[Any] = []
    with service(settings, heard=heard):
        send()

    assert "Metadata" not in heard[0]

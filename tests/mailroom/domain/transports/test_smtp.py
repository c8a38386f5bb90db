from __future__ import annotations

import dataclasses
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from mailroom.domain.transports import Kind, SmtpTransport, Verdict
from tests.mailroom.letter_forms import FORM, VALUES
from tests.mailroom.smtp_servers import Mailroom, Scripted, nobody_may, serving, untrusted_certificate
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

    from mailroom.domain.letters import Letter

    Connect = Callable[[int], SmtpTransport]

PREPARED = FORM.prepared(now=NOW)
HELLO: list[bytes | str | None] = [b"220 mail\r\n", None, b"250-mail\r\n250 8BITMIME\r\n"]
PIPELINING: list[bytes | str | None] = [
    b"220 mail\r\n",
    None,
    b"250-mail\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
]
UP_TO_DATA: list[bytes | str | None] = [*HELLO, None, b"250 ok\r\n", None, b"250 ok\r\n", None, b"354 go\r\n"]


def letter_to(recipient: str = "maya@example.org", **values: str) -> Letter:
    return PREPARED.letter(recipient=recipient, values={**VALUES, **values})


@pytest.fixture
def connect(settings: Settings) -> Iterator[Connect]:
    """Makes a transport to this port, with a time-out of half a second."""
    transports = []

    def make(port: int) -> SmtpTransport:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5
        transports.append(SmtpTransport())
        return transports[-1]

    yield make
    for transport in transports:
        transport.close()


def test_send_hands_the_letter_over(connect: Connect) -> None:
    office = Mailroom()
    with serving(office) as port:
        letter = letter_to(first_name=".dotted Zoë")
        verdict = connect(port).send(letter)

    assert verdict == Verdict(Kind.ACCEPTED, "250 2.0.0 Queued as 42", letter.message_id)
    assert office.mails == [("survey@northwind.example", ["maya@example.org"], letter.raw())]


def test_send_reuses_one_connection(connect: Connect) -> None:
    office = Mailroom()
    with serving(office) as port:
        transport = connect(port)
        verdicts = [transport.send(letter_to(f"{number}@example.org")).kind for number in range(5)]

    assert verdicts == [Kind.ACCEPTED] * 5
    assert office.sessions == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [("450 4.2.0 Greylisted", Kind.RETRY), ("550 5.1.1 No such user", Kind.REFUSED)],
)
def test_send_believes_a_refusal_at_any_point_and_goes_on(
    connect: Connect, command: str, reply: str, kind: Kind
) -> None:
    office = Mailroom(**{command: [reply, None]})
    with serving(office) as port:
        transport = connect(port)
        first, second = transport.send(letter_to()), transport.send(letter_to())

    assert first == Verdict(kind, reply)
    assert second.kind is Kind.ACCEPTED
    assert (office.sessions, len(office.mails)) == (1, 1)


def test_send_starts_anew_after_421(connect: Connect) -> None:
    office = Mailroom(RCPT=["421 4.3.2 Closing", None])
    with serving(office) as port:
        transport = connect(port)
        first, second = transport.send(letter_to()), transport.send(letter_to())

    assert first == Verdict(Kind.RETRY, "421 4.3.2 Closing")
    assert (second.kind, office.sessions) == (Kind.ACCEPTED, 2)


def test_send_does_not_know_when_the_reply_to_the_message_never_comes(connect: Connect) -> None:
    office = Mailroom(DATA=["hang"])
    with serving(office) as port:
        verdict = connect(port).send(letter_to())

    assert (verdict.kind, verdict.is_silence) == (Kind.UNKNOWN, True)
    assert "timed out" in verdict.detail


@pytest.mark.parametrize("ending", [[], [b"what?\r\n"], [b"354 go on\r\n"]])
def test_send_does_not_know_when_the_server_hangs_up_or_babbles(
    connect: Connect, ending: list[bytes | str | None]
) -> None:
    with Scripted([*UP_TO_DATA, "body", *ending]) as server:
        verdict = connect(server.port).send(letter_to())

    assert verdict.kind is Kind.UNKNOWN
    assert server.heard[0][-1] == letter_body(server.heard[0][-1])


def letter_body(heard: bytes) -> bytes:
    """What was heard, if it is a whole mail."""
    assert message_from_bytes(heard, policy=policy.default)["To"] == "maya@example.org"
    return heard


def test_send_does_not_know_when_the_server_closes_in_mid_message(connect: Connect) -> None:
    with Scripted([*UP_TO_DATA, "chunk"]) as server:
        verdict = connect(server.port).send(letter_to())

    # The kernel had taken the last byte: whether the server got it, nobody can say.
    assert verdict.kind is Kind.UNKNOWN


def test_send_knows_that_a_message_which_never_left_was_not_sent(connect: Connect) -> None:
    form = dataclasses.replace(FORM, text="word " * 4_000_000)
    huge = form.prepared(now=NOW).letter(recipient="maya@example.org", values=VALUES)
    with Scripted([*UP_TO_DATA, "chunk"]) as server:
        verdict = connect(server.port).send(huge)

    assert (verdict.kind, verdict.is_silence, verdict.for_all) == (Kind.RETRY, True, False)


def test_send_tries_again_at_once_where_an_idle_connection_was_closed(connect: Connect) -> None:
    accepted: list[bytes | str | None] = [*UP_TO_DATA, "body", b"250 ok\r\n"]
    with Scripted(accepted, [*accepted, None, b"421 idle\r\n"], accepted) as server:
        transport = connect(server.port)
        verdicts = [transport.send(letter_to()).kind for _ in range(3)]

    assert verdicts == [Kind.ACCEPTED] * 3
    assert len(server.heard) == 3


def test_send_retries_later_where_a_new_connection_breaks_before_the_message(connect: Connect) -> None:
    with Scripted([*HELLO, None]) as server:
        verdict = connect(server.port).send(letter_to())

    assert (verdict.kind, verdict.is_silence, verdict.for_all) == (Kind.RETRY, True, False)


@pytest.mark.parametrize("greeting", [b"554 no service\r\n", b"421 busy\r\n", b""])
def test_send_blames_the_server_that_does_not_greet(connect: Connect, greeting: bytes) -> None:
    with Scripted([greeting]) as server:
        verdict = connect(server.port).send(letter_to())

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)


def test_send_blames_the_connection_that_is_refused(connect: Connect) -> None:
    with Scripted() as server:
        port = server.port
    verdict = connect(port).send(letter_to())

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)
    assert "Connection refused" in verdict.detail


def test_send_blames_the_name_that_leads_nowhere(connect: Connect, settings: Settings) -> None:
    transport = connect(25)
    settings.EMAIL_HOST = "mail.invalid"
    verdict = type(transport)().send(letter_to())

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)


def test_send_blames_the_login_that_fails(connect: Connect, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "closeloop", "wrong"
    with serving(Mailroom(), authenticator=nobody_may, auth_require_tls=False) as port:
        verdict = connect(port).send(letter_to())

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)
    assert verdict.detail.startswith("No connection to the mail server: (535")


def test_send_blames_the_login_that_is_missing(connect: Connect) -> None:
    with serving(Mailroom(MAIL=["530 5.7.0 Authentication required"])) as port:
        verdict = connect(port).send(letter_to())

    assert (verdict.kind, verdict.for_all) == (Kind.RETRY, True)
    assert verdict.detail == "530 5.7.0 Authentication required"


def test_send_blames_the_certificate_that_nobody_trusts(
    connect: Connect, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_USE_TLS = True
    office = Mailroom()
    with serving(office, tls_context=untrusted_certificate(tmp_path)) as port:
        verdict = connect(port).send(letter_to())

    assert (verdict.kind, verdict.for_all, office.mails) == (Kind.RETRY, True, [])
    assert "CERTIFICATE_VERIFY_FAILED" in verdict.detail


def test_send_uses_smtputf8_where_the_server_offers_it(connect: Connect) -> None:
    office = Mailroom()
    with serving(office, enable_SMTPUTF8=True) as port:
        verdict = connect(port).send(letter_to("jörg@bücher.example"))

    assert verdict.kind is Kind.ACCEPTED
    assert office.mails[0][1] == ["jörg@xn--bcher-kva.example"]
    assert "To: jörg@xn--bcher-kva.example\r\n".encode() in office.mails[0][2]


def test_send_refuses_an_address_that_the_server_cannot_carry(connect: Connect) -> None:
    with serving(Mailroom(), enable_SMTPUTF8=False) as port:
        verdict = connect(port).send(letter_to("jörg@example.org"))

    assert verdict == Verdict(
        Kind.REFUSED, "The mail server takes no addresses with such letters (no SMTPUTF8)."
    )


def test_send_pipelines_where_the_server_offers_it(connect: Connect) -> None:
    replies: list[bytes | str | None] = [
        None,
        None,
        None,
        b"250 ok\r\n250 ok\r\n354 go\r\n",
        "body",
        b"250 ok\r\n",
    ]
    with Scripted([*PIPELINING, *replies, *replies]) as server:
        transport = connect(server.port)
        verdicts = [transport.send(letter_to()).kind for _ in range(2)]

    assert verdicts == [Kind.ACCEPTED] * 2
    assert server.heard[0][1:4] == [
        b"MAIL FROM:<survey@northwind.example> BODY=8BITMIME\r\n",
        b"RCPT TO:<maya@example.org>\r\n",
        b"DATA\r\n",
    ]


@pytest.mark.parametrize(
    ("replies", "kind"),
    [
        (b"250 ok\r\n550 nobody\r\n503 no recipient\r\n", Kind.REFUSED),
        (b"250 ok\r\n451 later\r\n503 no recipient\r\n", Kind.RETRY),
        (b"550 not you\r\n503 no\r\n503 no\r\n", Kind.REFUSED),
    ],
)
def test_send_believes_the_first_refusal_of_a_pipeline(connect: Connect, replies: bytes, kind: Kind) -> None:
    with Scripted([*PIPELINING, None, None, None, replies, None, b"250 reset\r\n"]) as server:
        verdict = connect(server.port).send(letter_to())

    assert verdict.kind is kind


def test_send_hangs_up_on_a_pipeline_that_waits_for_a_message_to_nobody(connect: Connect) -> None:
    refusing: list[bytes | str | None] = [None, None, None, b"250 ok\r\n550 nobody\r\n354 go\r\n", "chunk"]
    with Scripted([*PIPELINING, *refusing]) as server:
        verdict = connect(server.port).send(letter_to())

    assert verdict == Verdict(Kind.REFUSED, "550 nobody")
    assert server.heard[0][-1] == b""


def test_send_writes_ascii_to_a_server_without_8bitmime(connect: Connect) -> None:
    plain: list[bytes | str | None] = [
        b"220 mail\r\n",
        None,
        b"250 mail\r\n",
        *UP_TO_DATA[3:],
        "body",
        b"250 ok\r\n",
    ]
    with Scripted(plain) as server:
        verdict = connect(server.port).send(letter_to(first_name="Zoë"))

    assert verdict.kind is Kind.ACCEPTED
    assert server.heard[0][1] == b"MAIL FROM:<survey@northwind.example>\r\n"
    assert server.heard[0][-1].isascii()

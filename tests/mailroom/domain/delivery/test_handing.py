from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.domain import consent
from customers.enums import BlockReason
from customers.models import Contact, Customer
from mailroom.domain import delivery, transports
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Invitation
from tests.mailroom.claims import HELD_BEFORE, HELD_UNTIL, Told, claim_of, hold_of, only, states
from tests.mailroom.smtp_servers import Mailroom, Scripted, serving
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from pytest_django import Settings

    from mailroom.domain.delivery import Tally
    from mailroom.domain.letters import Letter
    from mailroom.domain.transports import Transport

pytestmark = pytest.mark.usefixtures("program")

GIVEN_BACK = (HELD_BEFORE, None, None)
ACCEPTED = Verdict(Kind.ACCEPTED, message_id="<1@northwind.example>")
NO_LINE = Verdict(Kind.RETRY, "no line", for_all=True)
SILENCE = Verdict(Kind.UNKNOWN, "no reply", is_silence=True)


def hand_over(
    token: UUID, transport: Transport, *, at: datetime = NOW, **options: Callable[[], bool]
) -> Tally:
    return delivery.hand_over(
        mailbag=InvitationMailbag(), token=token, transport=transport, clock=lambda: at, **options
    )


@pytest.fixture
def smtp(settings: Settings) -> Callable[[int], None]:
    """Has the product send by SMTP to this port."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.3

    return use


def test_hand_over_sends_one_mail_and_marks_the_row_sent(smtp: Callable[[int], None]) -> None:
    """G62: the instant at which it was sent is on record."""
    token = claim_of(1)
    office = Mailroom()
    with serving(office) as port:
        smtp(port)
        with transports.open_transport() as transport:
            tally = hand_over(token, transport)

    row = only()
    assert tally == {OutboxState.SENT: 1}
    assert [to for _, to, _ in office.mails] == [[row.customer.email]]
    assert (row.state, row.sent_at, row.attempt_started_at, row.attempts) == (OutboxState.SENT, NOW, NOW, 1)
    assert f"Message-ID: {row.provider_message_id}\r\n".encode() in office.mails[0][2]
    assert Contact.objects.get().last_asked_at == NOW


def test_hand_over_sends_each_row_once_over_many_chunks() -> None:
    token, transport = claim_of(60), Told()

    assert hand_over(token, transport) == {OutboxState.SENT: 60}
    assert sorted(transport.sent) == sorted(Customer.objects.values_list("email", flat=True))
    assert hand_over(token, transport) == {}
    assert len(transport.sent) == 60


def test_hand_over_puts_the_attempt_on_record_before_the_letter_leaves() -> None:
    class Watching(Told):
        def send(self, letter: Letter) -> Verdict:
            assert not connection.in_atomic_block or connection.savepoint_ids == []
            seen.append(Invitation.objects.values_list("state", "attempt_started_at", "attempts").get())
            return super().send(letter)

    seen: list[tuple[str, datetime | None, int]] = []
    hand_over(claim_of(1), Watching())

    assert seen == [(OutboxState.CLAIMED, NOW, 1)]


def test_hand_over_gives_the_hold_back_after_a_refusal() -> None:
    token = claim_of(1)

    assert hand_over(token, Told(Verdict(Kind.REFUSED, "550 nobody here"))) == {OutboxState.FAILED: 1}

    row = only()
    assert (row.state, row.last_error, row.sent_at) == (OutboxState.FAILED, "550 nobody here", None)
    assert hold_of(row) == GIVEN_BACK


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 2), (1, 4), (2, 8), (3, 16)])
def test_hand_over_tries_again_later_and_later_after_a_refusal_for_now(attempts: int, minutes: int) -> None:
    token = claim_of(1, attempts=attempts)

    assert hand_over(token, Told(Verdict(Kind.RETRY, "451 busy"))) == {OutboxState.PLANNED: 1}

    row = only()
    assert (row.state, row.reason, row.last_error) == (OutboxState.PLANNED, "retry", "451 busy")
    assert row.send_after == NOW + timedelta(minutes=minutes)
    assert (row.claim_token, row.claimed_at, row.attempt_started_at) == (None, None, NOW)
    assert row.attempts == attempts + 1
    assert hold_of(row) == GIVEN_BACK


def test_hand_over_gives_up_after_five_attempts() -> None:
    token = claim_of(1, attempts=4)

    assert hand_over(token, Told(Verdict(Kind.RETRY, "451 busy"))) == {OutboxState.FAILED: 1}
    assert hold_of(only()) == GIVEN_BACK


def test_hand_over_keeps_the_hold_where_nobody_knows() -> None:
    token = claim_of(1)

    assert hand_over(token, Told(SILENCE)) == {OutboxState.UNKNOWN: 1}

    row = only()
    assert (row.state, row.last_error, row.claim_token) == (OutboxState.UNKNOWN, "no reply", token)
    assert hold_of(row) == (HELD_UNTIL, HELD_BEFORE, token)


def test_hand_over_judges_each_row_of_a_chunk_by_itself() -> None:
    verdicts = [ACCEPTED, Verdict(Kind.REFUSED, "550"), Verdict(Kind.RETRY, "450"), SILENCE, ACCEPTED]
    token = claim_of(5)

    tally = hand_over(token, Told(*verdicts))

    assert states() == ["sent", "failed", "planned", "unknown", "sent"]
    assert tally == {"sent": 2, "failed": 1, "planned": 1, "unknown": 1}


def test_hand_over_skips_who_refused_since_the_claim() -> None:
    """I8: no attempt begins after the contact was blocked."""
    token, transport = claim_of(2), Told()
    row = Invitation.objects.order_by("pk")[0]
    consent.block(contact_id=row.contact_id or 0, reason=BlockReason.UNSUBSCRIBED, now=NOW)

    tally = hand_over(token, transport)

    row.refresh_from_db()
    assert tally == {OutboxState.SKIPPED: 1, OutboxState.SENT: 1}
    assert (row.state, row.reason, row.attempt_started_at) == ("skipped", "unsubscribed", None)
    assert hold_of(row) == GIVEN_BACK
    assert row.customer.email not in transport.sent


def test_hand_over_fails_the_row_alone_that_cannot_be_built() -> None:
    token, transport = claim_of(3), Told()
    broken = Invitation.objects.order_by("pk")[1]
    Customer.objects.filter(pk=broken.customer_id).update(email="ada@example.org, ben@example.org")

    hand_over(token, transport)

    broken.refresh_from_db()
    assert states() == ["sent", "failed", "sent"]
    assert (broken.reason, len(transport.sent)) == ("bad_row", 2)
    assert broken.last_error.startswith("The address is not usable")
    assert hold_of(broken) == GIVEN_BACK


def test_hand_over_postpones_everybody_when_the_service_fails_everybody() -> None:
    token, transport = claim_of(30), Told(ACCEPTED, NO_LINE)

    tally = hand_over(token, transport)

    row = Invitation.objects.order_by("pk").last()
    assert row is not None
    assert (tally, len(transport.sent)) == ({"sent": 1, "planned": 29}, 2)
    assert (row.attempts, row.reason, row.send_after) == (0, "retry", NOW + timedelta(minutes=2))
    assert hold_of(row) == GIVEN_BACK
    assert set(Invitation.objects.filter(state="planned").values_list("attempts", flat=True)) == {0}


def test_hand_over_never_gives_up_for_the_services_sake() -> None:
    token = claim_of(1, attempts=4)

    assert hand_over(token, Told(NO_LINE)) == {OutboxState.PLANNED: 1}
    assert only().attempts == 4


def test_hand_over_stops_after_three_silences_in_a_row() -> None:
    token, transport = claim_of(30), Told(SILENCE, ACCEPTED, SILENCE)

    assert hand_over(token, transport) == {"unknown": 4, "sent": 1, "planned": 25}
    assert len(transport.sent) == 5


def test_hand_over_gives_the_rest_back_when_time_is_up() -> None:
    token, transport, asked = claim_of(60), Told(), count()

    tally = hand_over(token, transport, is_time_left=lambda: next(asked) < 30)

    assert tally == {"sent": len(transport.sent), "planned": 60 - len(transport.sent)}
    assert 25 < len(transport.sent) < 31
    assert set(
        Invitation.objects.filter(state="planned").values_list("attempts", "send_after", "reason")
    ) == {(0, NOW, "")}


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), RuntimeError("a bug")])
def test_hand_over_writes_down_what_it_knows_when_it_is_stopped(problem: BaseException) -> None:
    token = claim_of(4)

    with pytest.raises(type(problem)):
        hand_over(token, Told(ACCEPTED, problem))

    assert states() == ["sent", "unknown", "planned", "planned"]


def test_hand_over_after_the_reaper_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    class Slow(Told):
        def send(self, letter: Letter) -> Verdict:
            delivery.reap(
                mailbag=InvitationMailbag(), now=NOW + timedelta(hours=1), lease=timedelta(minutes=10)
            )
            return super().send(letter)

    assert hand_over(claim_of(1), Slow()) == {}
    assert (only().state, only().sent_at) == (OutboxState.UNKNOWN, None)
    assert "no longer ours" in caplog.text


def test_hand_over_leaves_rows_of_another_claim_alone() -> None:
    token, other = claim_of(1), claim_of(1)

    hand_over(token, Told())

    assert Invitation.objects.get(claim_token=other).state == OutboxState.CLAIMED


def test_hand_over_takes_the_same_queries_for_one_row_and_three() -> None:
    def queries(token: UUID) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            hand_over(token, Told())
        return len(captured)

    assert queries(claim_of(1)) == queries(claim_of(3))


def test_hand_over_survives_a_server_that_hangs_up_on_every_message(smtp: Callable[[int], None]) -> None:
    up_to_data: list[bytes | str | None] = [
        b"220 m\r\n",
        None,
        b"250 m\r\n",
        None,
        b"250\r\n",
        None,
        b"250\r\n",
        None,
    ]
    hanging_up = [*up_to_data, b"354 go\r\n", "body"]
    token = claim_of(5)
    with Scripted(*[hanging_up] * 5) as server:
        smtp(server.port)
        with transports.open_transport() as transport:
            tally = hand_over(token, transport)

    assert tally == {"unknown": 3, "planned": 2}
    assert len(server.heard) == 3

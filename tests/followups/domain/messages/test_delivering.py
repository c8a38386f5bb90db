"""From a due row to a mail, and what follows from each outcome."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from customers.models import Contact
from followups.domain import messages, telling, working
from followups.domain.messages import claiming, posting
from followups.domain.messages.mailbag import MessageMailbag
from followups.enums import MessageKind, NotificationKind
from followups.models import FollowUp, Message, Notification
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import Program, User

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def written(ana: Customer, detractor: Response, ines: Rep) -> Message:
    """A letter of Ines to Ana, on the follow-up."""
    followup = FollowUpFactory.create(response=detractor, customer=ana, assignee=ines.user)
    return messages.write(
        customer=ana,
        subject="Your {score} of 10",
        body="Hello Ana,\n\n{{ not }} a {placeholder} & <b>bold</b>.",
        kind=MessageKind.PERSONAL,
        author=ines.user,
        followup=followup,
        language="en",
        now=NOW,
    )


def lines(row: Message) -> list[str]:
    assert row.followup
    return [telling.headline(line) for line in row.followup.activities.exclude(kind="opened")]


def hand_over(*verdicts: Verdict) -> None:
    taken = claiming.claim(now=NOW)
    delivery.hand_over(
        mailbag=MessageMailbag(), token=taken.token, transport=Told(*verdicts), clock=lambda: NOW
    )


def test_a_personal_letter_is_plain_and_in_its_authors_name(written: Message, ines: Rep) -> None:
    """T27 G14: as it was written, in the rep's name; replies go to them."""
    assert posting.deliver(clock=lambda: NOW) == {OutboxState.SENT: 1}

    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.from_email == '"Ines" <survey@northwind.example>'
    assert sent.reply_to == ["ines@northwind.example"]
    assert sent.to == [written.customer.email]
    assert sent.subject == "Your {score} of 10"
    assert sent.body == (
        "Hello Ana,\n\n{{ not }} a {placeholder} & <b>bold</b>.\n\n"
        "-- \nNorthwind, 1 Harbor Street, 20457 Hamburg\n"
    )
    assert sent.alternatives == []
    assert "List-Unsubscribe" not in sent.extra_headers
    written.refresh_from_db()
    assert (written.state, written.sent_at, written.attempts) == (OutboxState.SENT, NOW, 1)


def test_an_offer_carries_the_way_out(program: Program) -> None:
    """RFC 8058: the headers, a visible link, the postal address; values are escaped in the page alone."""
    body = "Hello & <welcome>,\n\nlook: https://northwind.example/new?a=1&b=2"
    MessageFactory.create(kind=MessageKind.OFFER, language="de", body=body)

    posting.deliver(clock=lambda: NOW)

    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    link = str(sent.extra_headers["List-Unsubscribe"]).strip("<>")
    assert "/u/" in link
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.from_email == '"Northwind" <survey@northwind.example>'
    assert f"Abmelden: {link}" in str(sent.body)
    assert str(sent.body).startswith(body)
    page = str(sent.alternatives[0][0]).replace("\n", " ")
    assert "Hello &amp; &lt;welcome&gt;," in page
    assert 'href="https://northwind.example/new?a=1&amp;b=2"' in page
    assert link in page
    assert "1 Harbor Street" in page


def test_replies_go_to_the_program_when_the_author_has_left(
    program: Program, written: Message, ines: Rep
) -> None:
    program.reply_to = "team@northwind.example"
    program.save()
    ines.user.is_active = False
    ines.user.save()

    posting.deliver(clock=lambda: NOW)

    assert mail.outbox[0].reply_to == ["team@northwind.example"]


def test_nothing_leaves_before_its_time(program: Program) -> None:
    MessageFactory.create(send_after=LATER)

    assert posting.deliver(clock=lambda: NOW) == {}
    assert posting.deliver(clock=lambda: LATER) == {OutboxState.SENT: 1}


def test_a_refusal_is_told_and_was_no_contact(written: Message) -> None:
    hand_over(Verdict(Kind.REFUSED, "550 no such user"))

    written.refresh_from_db()
    assert (written.state, written.last_error) == (OutboxState.FAILED, "550 no such user")
    assert FollowUp.objects.get().first_contact_at is None
    assert lines(written)[-1] == "“Your {score} of 10” could not be sent. Nobody has been in contact yet"
    told = Notification.objects.get(kind=NotificationKind.LETTER)
    assert told.title == "Ana Ruiz: “Your {score} of 10” could not be sent"


def test_the_author_and_whoever_has_the_follow_up_now_hear_of_a_refusal(
    written: Message, ines: Rep, omar: Rep, petra: User
) -> None:
    """Each on a page that they may open."""
    assert written.followup
    working.reassign(followup=written.followup, to=omar.user, actor=petra, reason="Away", now=NOW)

    hand_over(Verdict(Kind.REFUSED, "550 no such user"))

    told = Notification.objects.filter(kind=NotificationKind.LETTER)
    assert dict(told.values_list("recipient__name", "path")) == {
        "Ines": reverse("insights:customer", args=[written.customer_id]),
        "Omar": reverse("followups:detail", args=[written.followup_id]),
    }


def test_nobody_knows_is_shown_and_never_sent_again(written: Message, petra: User) -> None:
    """I2: what is ambiguous is for a person to decide."""
    hand_over(Verdict(Kind.UNKNOWN, "reset"))

    written.refresh_from_db()
    assert written.state == OutboxState.UNKNOWN
    assert posting.deliver(clock=lambda: LATER) == {}
    assert lines(written)[-1] == "Nobody knows whether “Your {score} of 10” was sent"
    assert FollowUp.objects.get().first_contact_at == NOW

    delivery.decide_unknown(mailbag=MessageMailbag(), row=written, was_sent=True, actor=petra, now=LATER)
    written.refresh_from_db()
    assert (written.state, written.sent_at) == (OutboxState.SENT, NOW)
    assert posting.deliver(clock=lambda: LATER) == {}


def test_a_server_that_is_away_is_asked_again(written: Message) -> None:
    hand_over(Verdict(Kind.RETRY, "451 later"))

    written.refresh_from_db()
    assert (written.state, written.send_after > NOW) == (OutboxState.PLANNED, True)
    assert posting.deliver(clock=lambda: LATER) == {OutboxState.SENT: 1}
    assert FollowUp.objects.get().first_contact_at == NOW


@pytest.mark.parametrize(("attempted", "state"), [(None, OutboxState.PLANNED), (NOW, OutboxState.UNKNOWN)])
def test_a_dead_workers_messages_are_settled(program: Program, attempted: Any, state: OutboxState) -> None:
    row = MessageFactory.create(
        state=OutboxState.CLAIMED,
        claim_token=uuid.uuid4(),
        claimed_at=NOW,
        attempt_started_at=attempted,
        attempts=1 if attempted else 0,
    )

    assert (posting.reap(now=NOW), posting.reap(now=NOW + timedelta(hours=1))) == (0, 1)

    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("what", ["blocked", "paused", "moved", "stopped"])
def test_what_changes_between_claim_and_hand_over_counts(
    program: Program, kind: MessageKind, what: str, step_run_in: Callable[[str], Any]
) -> None:
    """I8: no attempt begins after a contact was blocked."""
    step = step_run_in("running")
    row = MessageFactory.create(kind=kind, step_run=step)
    taken = claiming.claim(now=NOW)
    theirs = Contact.objects.filter(messages=row)
    match what:
        case "blocked":
            theirs.update(blocked_reason="unsubscribed", blocked_at=NOW)
        case "paused":
            theirs.update(paused_until=NOW + timedelta(days=30))
        case "moved":
            row.customer.contact = CustomerFactory.create().contact
            row.customer.save(update_fields=["contact"])
        case "stopped":
            step.run.state, step.run.ended_at = "stopped", NOW
            step.run.save()

    transport = Told()
    delivery.hand_over(mailbag=MessageMailbag(), token=taken.token, transport=transport, clock=lambda: LATER)

    row.refresh_from_db()
    leaves = what == "paused" and kind == MessageKind.PERSONAL
    assert bool(transport.sent) == leaves
    expected = OutboxState.SKIPPED if what == "blocked" else OutboxState.PLANNED
    assert row.state == (OutboxState.SENT if leaves else expected)


def test_a_sender_that_cannot_be_used_fails_that_letter_alone(program: Program, ines: Rep, omar: Rep) -> None:
    ines.user.email = "ines@northwind.example, all@northwind.example"
    ines.user.save()
    rows = [MessageFactory.create(author=author) for author in (ines.user, omar.user)]

    posting.deliver(clock=lambda: NOW)

    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [OutboxState.FAILED, OutboxState.SENT]

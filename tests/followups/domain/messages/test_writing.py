"""Writing to a customer, and taking it back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from followups.domain import alarms, messages, telling, working
from followups.domain.messages import claiming
from followups.enums import FollowUpState, MessageKind, MessageReason, NotificationKind, Outcome
from followups.models import FollowUp, Message, Notification
from mailroom.enums import OutboxState
from responses.models import Response
from team.enums import Role
from team.models import AuditEntry
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer
    from followups.models import Rep
    from team.models import User

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def followup(detractor: Response, ines: Rep) -> FollowUp:
    return FollowUpFactory.create(response=detractor, customer=detractor.customer, assignee=ines.user)


def write(customer: Customer, author: User | None, **changes: Any) -> Message:
    facts = {"subject": "Sorry", "body": "Hello Ana", "kind": MessageKind.PERSONAL, "now": NOW, **changes}
    return messages.write(customer=customer, author=author, **facts)


def lines(followup: FollowUp) -> list[str]:
    return [telling.headline(line) for line in followup.activities.exclude(kind="opened")]


def test_a_message_is_an_outbox_row_a_line_of_history_and_the_first_contact(
    ana: Customer, followup: FollowUp, ines: Rep
) -> None:
    """T27 G51: what was edited is what is stored, and it stops the clock of the first contact."""
    row = write(ana, ines.user, followup=followup, subject=" About\nyour case ", body="Hello\r\nAna\n\n")

    row.refresh_from_db()
    assert (row.subject, row.body, row.state) == ("About your case", "Hello\nAna", OutboxState.PLANNED)
    assert (row.contact_id, row.response_id, row.send_after) == (ana.contact_id, followup.response_id, NOW)
    assert row.expires_at == NOW + timedelta(days=7)
    followup.refresh_from_db()
    assert (followup.state, followup.first_contact_at) == (FollowUpState.IN_PROGRESS, NOW)
    line = followup.activities.get(kind="message")
    assert (line.actor, line.facts) == (ines.user, {"subject": "About your case", "message": row.pk})
    assert lines(followup) == ["Wrote “About your case”"]


@pytest.mark.parametrize("changes", [{"kind": MessageKind.OFFER}, {"author": None}])
def test_offers_and_what_the_machine_sends_are_no_contact(
    ana: Customer, followup: FollowUp, ines: Rep, changes: dict[str, Any]
) -> None:
    """G18: an offer waits for the personal contact, and is none itself."""
    write(ana, **{"author": ines.user, "followup": followup, **changes})

    followup.refresh_from_db()
    assert (followup.state, followup.first_contact_at) == (FollowUpState.OPEN, None)


def test_a_double_click_writes_once(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    nonce = uuid.uuid4()

    first, second = (write(ana, ines.user, followup=followup, nonce=nonce) for _ in range(2))

    assert first.pk == second.pk
    assert lines(followup) == ["Wrote “Sorry”"]


def test_a_step_writes_once(ana: Customer, ines: Rep, step_run_in: Callable[[str], Any]) -> None:
    step = step_run_in("running")

    assert write(ana, None, step_run=step).pk == write(ana, None, step_run=step).pk


def test_who_does_not_work_the_follow_up_does_not_write_on_it(
    ana: Customer, followup: FollowUp, omar: Rep, petra: User, viewer: User
) -> None:
    for stranger in (omar.user, viewer):
        with pytest.raises(working.NotYours):
            write(ana, stranger, followup=followup)
    with pytest.raises(working.NotYours):
        write(ana, viewer)

    assert write(ana, petra, followup=followup).author == petra


@pytest.mark.parametrize(
    "words",
    [
        {"subject": " \n "},
        {"subject": "x" * 201},
        {"body": "  "},
        {"body": "x" * 20_001},
        {"body": "a\0b"},
        {"body": "half \ud800"},
    ],
)
def test_words_that_no_mail_may_hold_are_refused(ana: Customer, ines: Rep, words: dict[str, str]) -> None:
    with pytest.raises(messages.NotSayable):
        write(ana, ines.user, **words)

    assert not Message.objects.exists()


def test_whoever_insists_says_why(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    """They asked not to be contacted: only a person writes nevertheless, and it is on record why."""
    Response.objects.update(contact_me=False)
    followup.response.refresh_from_db()

    for changes in ({}, {"despite": "  "}, {"despite": "They called.", "kind": MessageKind.OFFER}):
        with pytest.raises(messages.NotAllowed) as refused:
            write(ana, ines.user, followup=followup, **changes)
        assert refused.value.reason == MessageReason.NOT_WANTED
    with pytest.raises(messages.NotAllowed):
        write(ana, None, despite="The machine has no reasons.")
    row = write(ana, ines.user, followup=followup, despite="They called and asked me to.")

    entry = AuditEntry.objects.get(action="message.insisted")
    assert (entry.actor, entry.subject_id) == (ines.user, str(row.pk))
    assert entry.changes["reason"] == "They called and asked me to."
    assert claiming.claim(now=NOW).claimed == 1


def test_nobody_insists_against_a_refusal(ana: Customer, ines: Rep) -> None:
    assert ana.contact
    ana.contact.blocked_reason, ana.contact.blocked_at = "unsubscribed", NOW
    ana.contact.save()

    with pytest.raises(messages.NotAllowed, match="They unsubscribed"):
        write(ana, ines.user, despite="They called.")

    assert (Message.objects.count(), AuditEntry.objects.filter(action="message.insisted").count()) == (0, 0)


def test_taking_it_back_takes_the_contact_back(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    row = write(ana, ines.user, followup=followup)

    messages.withdraw(message=row, actor=ines.user, now=LATER)

    row.refresh_from_db()
    followup.refresh_from_db()
    assert (row.state, row.reason) == (OutboxState.CANCELLED, MessageReason.WITHDRAWN)
    assert (followup.state, followup.first_contact_at) == (FollowUpState.OPEN, None)
    assert lines(followup) == [
        "Wrote “Sorry”",
        "Took back “Sorry” before it left. Nobody has been in contact yet",
    ]
    assert not Notification.objects.exists()


def test_nobody_waits_for_an_answer_to_what_never_left(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    """G44 G51: the clocks go on, and the owner hears of it from whoever took it back."""
    row = write(ana, ines.user, followup=followup)
    until = NOW + timedelta(days=60)
    working.wait_for_customer(followup=followup, actor=ines.user, until=until, note="", now=NOW)
    contact_due_at = followup.contact_due_at
    manager = UserFactory.create(role=Role.MANAGER)

    messages.withdraw(message=row, actor=manager, now=LATER)

    followup.refresh_from_db()
    assert (followup.state, followup.waiting_since, followup.wait_until) == (FollowUpState.OPEN, None, None)
    assert followup.due_at == contact_due_at
    assert alarms.sound(now=contact_due_at + timedelta(minutes=1)) > 0
    told = Notification.objects.get(kind=NotificationKind.LETTER)
    assert (told.recipient, told.title, told.text) == (
        ines.user,
        "Ana Ruiz: Took back “Sorry” before it left",
        "Nobody has been in contact yet: the clock of the first contact goes on.",
    )
    assert told.path == reverse("followups:detail", args=[followup.pk])


def test_who_called_as_well_goes_on_waiting(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    row = write(ana, ines.user, followup=followup)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=LATER)
    until = NOW + timedelta(days=60)
    working.wait_for_customer(followup=followup, actor=ines.user, until=until, note="", now=LATER)

    messages.withdraw(message=row, actor=ines.user, now=LATER)

    followup.refresh_from_db()
    assert (followup.state, followup.first_contact_at) == (FollowUpState.WAITING, LATER)


def test_a_closed_one_stays_closed_when_its_letter_never_left(
    ana: Customer, followup: FollowUp, ines: Rep
) -> None:
    row = write(ana, ines.user, followup=followup, send_after=LATER)
    said: dict[str, Any] = {"root_cause": "support", "outcome": Outcome.SOLVED, "note": "Called."}
    working.resolve(followup=followup, actor=ines.user, now=NOW, **said)

    messages.withdraw(message=row, actor=ines.user, now=NOW)

    followup.refresh_from_db()
    assert (followup.state, followup.first_contact_at) == (FollowUpState.RESOLVED, None)


def test_a_call_after_it_is_the_contact_then(ana: Customer, followup: FollowUp, ines: Rep) -> None:
    row = write(ana, ines.user, followup=followup)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=LATER)

    messages.withdraw(message=row, actor=ines.user, now=LATER + timedelta(hours=1))

    followup.refresh_from_db()
    assert followup.first_contact_at == LATER


def test_what_is_on_its_way_cannot_be_taken_back(program: Any, petra: User) -> None:
    for state in (OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.CANCELLED):
        row = MessageFactory.create(state=state, claim_token=uuid.uuid4(), claimed_at=NOW, sent_at=NOW)
        with pytest.raises(messages.TooLate):
            messages.withdraw(message=row, actor=petra, now=NOW)
        row.refresh_from_db()
        assert row.state == state


def test_a_stranger_takes_nothing_back(ana: Customer, followup: FollowUp, ines: Rep, omar: Rep) -> None:
    row = write(ana, ines.user, followup=followup)

    with pytest.raises(working.NotYours):
        messages.withdraw(message=row, actor=omar.user, now=NOW)

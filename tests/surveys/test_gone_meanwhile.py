"""Somebody is erased, or refuses, while their mail is on its way or in doubt: it is not planned again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.domain import consent, erasure
from customers.enums import BlockReason
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from nps_project.invariants import INVARIANTS
from surveys.domain import claiming, posting, reminders
from surveys.domain.mailbag import InvitationMailbag
from surveys.domain.reminders import ReminderMailbag
from tests.factories.surveys import InvitationFactory, ReminderFactory, SentInvitationFactory
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailroom.domain.letters import Letter
    from surveys.models import Invitation
    from team.models import Program, User

pytestmark = pytest.mark.django_db

BUSY, OPEN = Verdict(Kind.RETRY, "451 busy"), Verdict(Kind.UNKNOWN, "no reply")
LATER = NOW + timedelta(hours=1)


class Meanwhile(Told):
    """Something happens while the letter is handed over."""

    def __init__(self, verdict: Verdict, happening: Callable[[], object]) -> None:
        super().__init__(verdict)
        self.happening = happening

    def send(self, letter: Letter) -> Verdict:
        self.happening()
        return super().send(letter)


def send(transport: Told) -> dict[str, int]:
    claim = claiming.claim(now=NOW)
    return dict(
        delivery.hand_over(
            mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: NOW
        )
    )


def told(row: Invitation) -> tuple[str, str]:
    """Its state and reason; nothing may be planned for somebody who is gone."""
    row.refresh_from_db()
    (nobody,) = (one for one in INVARIANTS if one.code == "I9")
    assert list(nobody.find(LATER)) == []
    return row.state, row.reason


def test_a_mail_in_doubt_of_somebody_erased_is_over_when_it_was_not_sent(
    program: Program, admin: User
) -> None:
    """I9: found by the machine; it was planned again, for nobody."""
    row = InvitationFactory.create()
    send(Told(OPEN))
    erasure.erase(customer=row.customer, actor=admin, now=NOW)
    row.refresh_from_db()

    delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=False, actor=admin, now=LATER)

    assert told(row) == (OutboxState.SKIPPED, "erased")


def test_a_mail_in_doubt_of_somebody_who_refused_is_over_and_gives_its_hold_back(
    program: Program, admin: User
) -> None:
    row = InvitationFactory.create()
    send(Told(OPEN))
    row.refresh_from_db()
    contact = row.contact
    assert contact
    consent.block(contact_id=contact.pk, reason=BlockReason.UNSUBSCRIBED, now=NOW)

    delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=False, actor=admin, now=LATER)

    contact.refresh_from_db()
    assert (*told(row), contact.next_survey_at) == (OutboxState.SKIPPED, "unsubscribed", None)


def test_a_busy_server_does_not_bring_back_somebody_erased_meanwhile(program: Program, admin: User) -> None:
    """I9: what would wait for another try is over."""
    row = InvitationFactory.create()

    def erase() -> None:
        erasure.erase(customer=row.customer, actor=admin, now=NOW)

    assert send(Meanwhile(BUSY, erase)) == {OutboxState.SKIPPED: 1}
    assert told(row) == (OutboxState.SKIPPED, "erased")


def test_the_reaper_does_not_bring_back_somebody_erased_meanwhile(program: Program, admin: User) -> None:
    """I9: a sender claimed and died before the erasure."""
    row = InvitationFactory.create()
    claiming.claim(now=NOW)
    erasure.erase(customer=row.customer, actor=admin, now=NOW)

    posting.reap(now=LATER)

    assert told(row) == (OutboxState.SKIPPED, "erased")


def test_a_reminder_in_doubt_of_somebody_erased_is_over_as_well(program: Program, admin: User) -> None:
    """I9"""
    reminder = ReminderFactory.create(
        invitation=SentInvitationFactory.create(), state=OutboxState.UNKNOWN, attempts=1
    )
    erasure.erase(customer=reminder.invitation.customer, actor=admin, now=NOW)
    reminder.refresh_from_db()

    delivery.decide_unknown(mailbag=ReminderMailbag(), row=reminder, was_sent=False, actor=admin, now=LATER)

    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == (OutboxState.SKIPPED, "erased")
    assert reminders.claim(now=LATER).examined == 0

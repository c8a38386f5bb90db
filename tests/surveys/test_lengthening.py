"""The program's quiet period grows while mails are on their way, or nobody knows whether they arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from surveys.domain import claiming, exceptions, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Invitation
from team.domain import program as programs
from tests.factories.customers import ContactFactory
from tests.factories.surveys import InvitationFactory
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Contact
    from mailroom.domain.transports import Transport
    from team.models import Program, User

pytestmark = pytest.mark.django_db

OPEN = Verdict(Kind.UNKNOWN, "no reply")
# Nine calendar months in Berlin after the tenth of March.
NINE_MONTHS = datetime(2026, 12, 9, 23, tzinfo=UTC)
AFTER_SIX = datetime(2026, 9, 20, 9, tzinfo=UTC)


def ask(transport: Transport, *, now: datetime = NOW) -> dict[str, int]:
    claim = claiming.claim(now=now)
    tally = delivery.hand_over(
        mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: now
    )
    return dict(tally)


def lengthen(admin: User, *, now: datetime, months: int = 9) -> None:
    programs.change(facts={"quiet_months": months}, actor=admin, now=now)


def asked_again(row: Invitation, *, now: datetime) -> Invitation:
    """Another mail to the same person, due now."""
    return InvitationFactory.create(customer=row.customer, send_after=now, planned_at=now)


def contact_of(row: Invitation) -> Contact:
    row.refresh_from_db()
    contact = row.contact or row.customer.contact
    assert contact is not None
    contact.refresh_from_db()
    return contact


def test_a_mail_that_may_have_arrived_holds_as_long_as_one_that_did(program: Program, admin: User) -> None:
    """G61 I1: found by the machine; its contact knew no date of asking, and so was passed over."""
    row = InvitationFactory.create()
    assert ask(Told(OPEN)) == {OutboxState.UNKNOWN: 1}

    told = programs.preview(facts={"quiet_months": 9}, fields=["quiet_months"], now=NOW + timedelta(days=20))
    lengthen(admin, now=NOW + timedelta(days=20))

    assert contact_of(row).next_survey_at == NINE_MONTHS
    assert told["quiet_months"][0].startswith("A later date for 1 person who were asked before: 1 quiet now")
    again = asked_again(row, now=AFTER_SIX)
    ask(Told(), now=AFTER_SIX)
    again.refresh_from_db()
    assert (again.state, again.reason) == (OutboxState.SKIPPED, "quiet_period")


def test_a_mail_in_doubt_that_was_not_sent_gives_all_of_it_back(program: Program, admin: User) -> None:
    """G61: what nobody was sent holds nobody."""
    row = InvitationFactory.create()
    ask(Told(OPEN))
    lengthen(admin, now=NOW)
    row.refresh_from_db()

    delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=False, actor=admin, now=NOW)

    assert contact_of(row).next_survey_at is None


def test_whoever_moved_since_a_mail_in_doubt_is_held_as_well(program: Program, admin: User) -> None:
    """G61: the person counts, at the address that was written to and at the one they have now."""
    row = InvitationFactory.create()
    ask(Told(OPEN))
    elsewhere = ContactFactory.create(next_survey_at=contact_of(row).next_survey_at)
    row.customer.contact = elsewhere
    row.customer.save(update_fields=["contact"])

    lengthen(admin, now=NOW)

    elsewhere.refresh_from_db()
    assert (elsewhere.next_survey_at, contact_of(row).next_survey_at) == (NINE_MONTHS, NINE_MONTHS)


def test_a_refusal_gives_back_no_less_than_the_longer_period(program: Program, admin: User) -> None:
    """G61 I1: they were asked in March; the mail of September began no period that a refusal could end."""
    row = InvitationFactory.create()
    ask(Told())
    again = asked_again(row, now=AFTER_SIX)
    assert ask(Told(OPEN), now=AFTER_SIX) == {OutboxState.UNKNOWN: 1}
    lengthen(admin, now=AFTER_SIX)
    again.refresh_from_db()

    delivery.decide_unknown(
        mailbag=InvitationMailbag(), row=again, was_sent=False, actor=admin, now=AFTER_SIX
    )

    assert contact_of(row).next_survey_at == NINE_MONTHS
    ask(Told(), now=AFTER_SIX)
    again.refresh_from_db()
    assert (again.state, again.reason) == (OutboxState.SKIPPED, "quiet_period")


def test_a_claim_that_the_longer_period_forbids_does_not_leave(program: Program, admin: User) -> None:
    """G61: the settings changed between the claim and the first byte."""
    row = InvitationFactory.create()
    ask(Told())
    again = asked_again(row, now=AFTER_SIX)
    claim, transport = claiming.claim(now=AFTER_SIX), Told()
    lengthen(admin, now=AFTER_SIX)

    delivery.hand_over(
        mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: AFTER_SIX
    )

    again.refresh_from_db()
    assert (again.state, transport.sent) == (OutboxState.PLANNED, [])
    assert contact_of(row).next_survey_at == NINE_MONTHS


def test_a_claim_that_an_exception_allows_leaves_all_the_same(program: Program, admin: User) -> None:
    """G61: whom the exception frees is free of the longer period, too."""
    row = InvitationFactory.create()
    ask(Told())
    exceptions.grant(
        contact=contact_of(row),
        months=3,
        reason="Pilot",
        until=AFTER_SIX + timedelta(days=1),
        actor=admin,
        now=AFTER_SIX,
    )
    asked_again(row, now=AFTER_SIX)
    claim, transport = claiming.claim(now=AFTER_SIX), Told()
    lengthen(admin, now=AFTER_SIX)

    delivery.hand_over(
        mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: AFTER_SIX
    )

    assert transport.sent == [row.customer.email]


def test_a_claim_left_behind_is_held_once_its_mail_is_in_doubt(program: Program, admin: User) -> None:
    """G61 I4: a sender died after the last byte, the period grew, and then the reaper came by."""
    row = InvitationFactory.create()
    claiming.claim(now=NOW)
    Invitation.objects.filter(pk=row.pk).update(attempt_started_at=NOW, attempts=1)

    lengthen(admin, now=NOW)
    posting.reap(now=NOW + timedelta(days=1))

    assert contact_of(row).next_survey_at == NINE_MONTHS

"""Answers that staff write down: under the same rules, and changed by revisions alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from core.calendars import quiet_until
from customers.enums import BlockReason, Stage
from customers.models import Contact
from followups.domain import opening
from followups.models import FollowUp
from mailroom.enums import OutboxState
from responses.domain import manual, recording
from responses.enums import Channel, Origin
from responses.models import Response
from surveys.domain import claiming, visits
from surveys.enums import CampaignChannel, Reason
from surveys.models import Campaign, Invitation
from team.models import AuditEntry, Program
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import (
    InvitationFactory,
    SentInvitationFactory,
    SurveyFactory,
    WidgetCampaignFactory,
)
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]
BERLIN = ZoneInfo("Europe/Berlin")
CALL = NOW - timedelta(hours=3)


@pytest.fixture
def campaign() -> Campaign:
    return WidgetCampaignFactory.create(channel=CampaignChannel.MANUAL)


def said(at: datetime = CALL, **facts: Any) -> manual.Said:
    return manual.Said(**{"score": 9, "reason": "", "contact_me": True, "language": "en", "at": at, **facts})


def enter(customer: Customer, actor: User, campaign: Campaign | None = None, **facts: Any) -> Response:
    return manual.enter(customer=customer, campaign=campaign, said=said(**facts), actor=actor, now=NOW)


def test_enter_stores_an_answer_that_says_who_entered_it(rep: User, campaign: Campaign) -> None:
    """T3 G41: staff, manual, and audited; on the customer from the moment they said it."""
    customer = CustomerFactory.create(attributes={"plan": "pro"})

    row = enter(customer, rep, campaign, score=8, reason="Fine.")

    kept = row.customer, row.campaign, row.score, row.reason, row.channel, row.origin, row.entered_by
    assert kept == (customer, campaign, 8, "Fine.", Channel.MANUAL, Origin.STAFF, rep)
    assert (row.answered_at, row.stage, row.attributes) == (CALL, Stage.PROSPECT, {"plan": "pro"})
    customer.refresh_from_db()
    assert (customer.last_score, customer.last_answered_at) == (8, CALL)
    entry = AuditEntry.objects.get(action="response.enter")
    assert (entry.actor, entry.subject_id, entry.changes["score"]) == (rep, str(row.pk), 8)


def test_enter_takes_the_hold_as_a_mail_would(rep: User, campaign: Campaign) -> None:
    """G61: whoever told us their score on the phone gets no survey for six months from the call."""
    customer = CustomerFactory.create()
    planned = InvitationFactory.create(customer=customer)

    enter(customer, rep, campaign)

    contact = Contact.objects.get()
    assert (contact.last_asked_at, contact.next_survey_at) == (CALL, quiet_until(CALL, 6, BERLIN))
    assert claiming.claim(now=NOW).claimed == 0
    planned.refresh_from_db()
    assert (planned.state, planned.reason) == (OutboxState.SKIPPED, Reason.QUIET_PERIOD)


def test_enter_answers_the_invitation_that_is_open(rep: User, campaign: Campaign) -> None:
    invitation = SentInvitationFactory.create(sent_at=NOW - timedelta(days=2))
    before = Contact.objects.values().get()

    row = enter(invitation.customer, rep, campaign, score=3)

    invitation.refresh_from_db()
    assert (row.invitation, row.campaign, row.channel) == (invitation, invitation.campaign, Channel.MANUAL)
    assert invitation.answered_at == CALL
    assert (Invitation.objects.count(), Contact.objects.values().get()) == (1, before)


def test_enter_refuses_a_call_from_before_the_open_invitation(rep: User, campaign: Campaign) -> None:
    invitation = SentInvitationFactory.create()

    with pytest.raises(manual.AskedLater) as refused:
        enter(invitation.customer, rep, campaign, at=NOW - timedelta(days=2))

    assert refused.value.left_at == invitation.sent_at
    assert not Response.objects.exists()


def test_enter_refuses_whom_another_campaign_asked(rep: User, campaign: Campaign) -> None:
    """G61: answered already, or asked so long ago that the link has closed: their quiet period holds."""
    answered = ResponseFactory.create().customer
    assert answered
    until = quiet_until(NOW, 6, BERLIN)
    Contact.objects.update(next_survey_at=until)

    with pytest.raises(visits.NotAskable) as refused:
        enter(answered, rep, campaign)

    assert (refused.value.reason, refused.value.until) == (Reason.QUIET_PERIOD, until)
    assert (Response.objects.count(), Invitation.objects.count()) == (1, 1)
    assert not AuditEntry.objects.filter(action="response.enter").exists()


def test_enter_leaves_a_mail_of_unknown_fate_to_a_person(rep: User, campaign: Campaign) -> None:
    """An answer on the phone is no proof that the mail arrived."""
    row = InvitationFactory.create(state=OutboxState.UNKNOWN, attempt_started_at=NOW)
    Contact.objects.update(next_survey_at=quiet_until(NOW, 6, BERLIN))

    with pytest.raises(visits.NotAskable):
        enter(row.customer, rep, campaign)

    row.refresh_from_db()
    assert (row.state, row.answered_at) == (OutboxState.UNKNOWN, None)


def test_enter_respects_a_refusal_but_no_bounce(rep: User, campaign: Campaign) -> None:
    customer = CustomerFactory.create()
    Contact.objects.update(blocked_reason=BlockReason.UNSUBSCRIBED, blocked_at=NOW)
    with pytest.raises(visits.NotAskable):
        enter(customer, rep, campaign)
    Contact.objects.update(blocked_reason=BlockReason.BOUNCED)

    assert enter(customer, rep, campaign).customer == customer


def test_enter_asks_a_customer_without_an_address_once(rep: User, campaign: Campaign) -> None:
    customer = CustomerFactory.create(email="", contact=None)
    enter(customer, rep, campaign)

    with pytest.raises(visits.NotAskable):
        enter(customer, rep, campaign, at=NOW)


def test_first_entry_makes_the_usual_campaign(rep: User) -> None:
    survey = SurveyFactory.create()

    first, second = (enter(CustomerFactory.create(), rep) for _ in range(2))

    made = Campaign.objects.get()
    assert (made.name, made.survey, made.channel) == ("Entered by staff", survey, CampaignChannel.MANUAL)
    assert (first.campaign, second.campaign) == (made, made)
    assert AuditEntry.objects.filter(action="campaign.create").count() == 1


def test_entry_needs_a_survey(rep: User) -> None:
    with pytest.raises(manual.NoSurvey):
        enter(CustomerFactory.create(), rep)


def test_a_detractor_on_the_phone_gets_a_follow_up(rep: User, campaign: Campaign) -> None:
    """G45 G81."""
    row = enter(CustomerFactory.create(), rep, campaign, score=2)

    opening.open_missing(now=NOW)

    assert FollowUp.objects.get().response == row


def test_an_older_call_does_not_hide_a_newer_answer(rep: User, campaign: Campaign) -> None:
    """T10: the latest answer is the one said last, not the one entered last."""
    customer = CustomerFactory.create()
    visitor = {"invitation": None, "customer": customer, "campaign": campaign, "stage": ""}
    ResponseFactory.create(score=10, answered_at=NOW - timedelta(hours=1), **visitor)

    enter(customer, rep, campaign, score=2)

    customer.refresh_from_db()
    assert (customer.last_score, customer.last_answered_at) == (10, NOW - timedelta(hours=1))


class TestRevise:
    """T3: nobody alters a score; an entry is corrected by a version of its own, with the reason."""

    def test_keeps_both_versions_and_says_why(self, rep: User, campaign: Campaign) -> None:
        row = enter(CustomerFactory.create(), rep, campaign, score=3, reason="Late.")

        did = manual.revise(
            response=row, said=said(score=8, reason="Late."), why="Misheard", actor=rep, now=NOW
        )

        row.refresh_from_db()
        assert (did, row.score, row.answered_at, row.origin) == (True, 8, CALL, Origin.STAFF)
        assert list(row.revisions.values_list("score", flat=True)) == [3, 8]
        entry = AuditEntry.objects.get(action="response.revise")
        assert entry.changes == {"changed": ["score"], "why": "Misheard", "score": [3, 8]}

    def test_changes_nothing_when_it_says_the_same(self, rep: User, campaign: Campaign) -> None:
        row = enter(CustomerFactory.create(), rep, campaign, score=3)

        assert not manual.revise(response=row, said=said(score=3), why="None", actor=rep, now=NOW)
        assert not AuditEntry.objects.filter(action="response.revise").exists()

    def test_is_for_the_one_who_entered_it_and_managers(
        self, rep: User, manager: User, campaign: Campaign
    ) -> None:
        row = enter(CustomerFactory.create(), rep, campaign, score=3)
        other = UserFactory.create(role=rep.role)

        with pytest.raises(manual.SomebodyElses):
            manual.revise(response=row, said=said(score=8), why="No", actor=other, now=NOW)
        assert manual.revise(response=row, said=said(score=8), why="Misheard", actor=manager, now=NOW)

    def test_leaves_what_customers_said_alone(self, manager: User) -> None:
        row = ResponseFactory.create(score=3)

        with pytest.raises(manual.NotEntered):
            manual.revise(response=row, said=said(score=10), why="Nicer", actor=manager, now=NOW)

        row.refresh_from_db()
        assert row.score == 3

    def test_ends_with_the_link(self, rep: User, campaign: Campaign) -> None:
        row = enter(CustomerFactory.create(), rep, campaign, score=3)

        with pytest.raises(recording.LinkExpired):
            manual.revise(
                response=row, said=said(score=8), why="Late", actor=rep, now=NOW + timedelta(days=31)
            )


def test_the_desk_says_before_that_the_account_was_asked_enough(campaign: Campaign) -> None:
    """T45: in a sentence, with the date; the entry itself is refused in the same words."""
    Program.objects.update(account_most=1, account_days=30)
    account = AccountFactory.create(name="Acme")
    SentInvitationFactory.create(customer__account=account, sent_at=NOW - timedelta(days=10))
    customer = CustomerFactory.create(account=account)

    desk = manual.desk_for(customer=customer, campaign="", now=NOW)

    assert desk.obstacle == (
        "Enough people of Acme were asked lately. May be asked again from March 30, 2026."
    )

"""Answers, their versions, and what an answer proves about its invitation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from customers.domain import erasure
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from responses.domain import asking, recording
from responses.models import Response, Revision
from responses.signals import response_recorded, response_revised
from surveys.tokens import survey_token
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.models import Invitation

STARTED = NOW - timedelta(minutes=2)
LATER = NOW + timedelta(minutes=10)


@dataclass
class Heard:
    """What the room told the rooms above it."""

    recorded: list[int] = field(default_factory=list)
    revised: list[int] = field(default_factory=list)

    def hear_recorded(self, response_id: int, **kwargs: Any) -> None:
        self.recorded.append(response_id)

    def hear_revised(self, response_id: int, **kwargs: Any) -> None:
        self.revised.append(response_id)


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Listens to both signals."""
    ear = Heard()
    response_recorded.connect(ear.hear_recorded)
    response_revised.connect(ear.hear_revised)
    yield ear
    response_recorded.disconnect(ear.hear_recorded)
    response_revised.disconnect(ear.hear_revised)


def answer(
    invitation: Invitation, score: int = 9, reason: str = "Fast.", now: datetime = NOW, **changed: Any
) -> Response:
    facts: dict[str, Any] = {"contact_me": True, "language": "en", "started_at": STARTED, **changed}
    return recording.record(invitation=invitation, score=score, reason=reason, now=now, **facts)


def versions(response: Response) -> list[tuple[int, int, str, bool, datetime]]:
    rows = Revision.objects.filter(response=response)
    return list(rows.values_list("number", "score", "reason", "contact_me", "recorded_at"))


@pytest.mark.django_db
def test_record_stores_the_first_answer_with_what_was_frozen_at_asking() -> None:
    """G8 G57 G62 T19: the score with stage and attributes of the moment of asking, and its instants."""
    customer = CustomerFactory.create(stage="renewal", attributes={"plan": "gold"})
    invitation = SentInvitationFactory.create(customer=customer, stage="new", attributes={"plan": "silver"})

    response = answer(invitation, score=6, reason="Slow.", contact_me=False, language="de")

    stored = Response.objects.values().get()
    assert stored == {
        "id": response.pk, "invitation_id": invitation.pk, "customer_id": customer.pk,
        "campaign_id": invitation.campaign_id, "score": 6, "reason": "Slow.", "contact_me": False,
        "language": "de", "channel": "email", "stage": "new", "attributes": {"plan": "silver"},
        "state": "counted", "excluded_reason": "", "origin": "live", "answered_at": NOW, "revised_at": None,
        "placement_id": None, "visitor": "", "page_url": "", "typed_email": "", "entered_by_id": None,
    }  # fmt: skip
    assert versions(response) == [(1, 6, "Slow.", False, NOW)]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.started_at, invitation.answered_at) == ("sent", STARTED, NOW)
    customer.refresh_from_db()
    assert (customer.last_answered_at, customer.last_score) == (NOW, 6)


@pytest.mark.django_db
def test_record_takes_a_start_from_the_future_as_now() -> None:
    invitation = SentInvitationFactory.create()

    answer(invitation, started_at=NOW + timedelta(seconds=1))

    invitation.refresh_from_db()
    assert invitation.started_at == NOW


@pytest.mark.django_db
def test_record_tells_after_commit(heard: Heard, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = answer(SentInvitationFactory.create())
        assert heard == Heard()

    assert heard == Heard(recorded=[response.pk])


@pytest.mark.django_db
def test_record_survives_a_receiver_that_fails(
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer stays, and the failure is in the log."""

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("out of order")

    response_recorded.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            answer(SentInvitationFactory.create())
    finally:
        response_recorded.disconnect(fail)

    assert Response.objects.count() == 1
    assert "out of order" in caplog.text


@pytest.mark.django_db
def test_record_again_revises_and_keeps_every_version(
    heard: Heard, django_capture_on_commit_callbacks: Any
) -> None:
    """G62: the answer is updated, its history stays."""
    invitation = SentInvitationFactory.create()
    first = answer(invitation, score=9)

    with django_capture_on_commit_callbacks(execute=True):
        second = answer(invitation, score=3, reason="It broke.", now=LATER, language="de")

    assert second.pk == first.pk
    second.refresh_from_db()
    assert (second.score, second.reason, second.language) == (3, "It broke.", "de")
    assert (second.answered_at, second.revised_at) == (NOW, LATER)
    assert versions(second) == [(1, 9, "Fast.", True, NOW), (2, 3, "It broke.", True, LATER)]
    assert heard == Heard(revised=[first.pk])
    invitation.refresh_from_db()
    assert (invitation.started_at, invitation.answered_at) == (STARTED, NOW)
    customer = Customer.objects.get()
    assert (customer.last_answered_at, customer.last_score) == (NOW, 3)


@pytest.mark.django_db
def test_record_the_same_answer_again_changes_nothing(django_capture_on_commit_callbacks: Any) -> None:
    """A double click is one answer."""
    invitation = SentInvitationFactory.create()
    first = answer(invitation)
    with django_capture_on_commit_callbacks() as callbacks:
        again = answer(invitation, now=LATER)

    assert again == first
    assert again.revised_at is None
    assert versions(first) == [(1, 9, "Fast.", True, NOW)]
    assert callbacks == []


@pytest.mark.django_db
def test_record_of_an_older_invitation_leaves_the_newer_answer_on_the_customer() -> None:
    customer = CustomerFactory.create()
    older, newer = (
        SentInvitationFactory.create(customer=customer),
        SentInvitationFactory.create(customer=customer),
    )
    answer(older, score=2)
    answer(newer, score=10, now=NOW + timedelta(days=1))

    answer(older, score=0, now=NOW + timedelta(days=2))

    customer.refresh_from_db()
    assert (customer.last_answered_at, customer.last_score) == (NOW + timedelta(days=1), 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "is_taken"),
    [(timedelta(days=30) - timedelta(seconds=1), True), (timedelta(days=30), False)],
)
def test_record_until_the_link_expires(age: timedelta, is_taken: bool) -> None:
    invitation = SentInvitationFactory.create(
        campaign=CampaignFactory.create(link_days=30), sent_at=NOW - age
    )

    if is_taken:
        answer(invitation)
    else:
        with pytest.raises(recording.LinkExpired):
            answer(invitation)

    assert Response.objects.count() == is_taken
    asked = asking.behind(survey_token(invitation.pk))
    assert asked
    assert asked.takes_answers(now=NOW) is is_taken


@pytest.mark.django_db
def test_record_of_a_revision_ends_with_the_link_too() -> None:
    invitation = SentInvitationFactory.create(campaign=CampaignFactory.create(link_days=1))
    answer(invitation)

    with pytest.raises(recording.LinkExpired):
        answer(invitation, score=1, now=NOW + timedelta(days=1))

    assert Response.objects.get().score == 9


@pytest.mark.django_db
def test_record_refuses_for_an_erased_customer() -> None:
    invitation = SentInvitationFactory.create()
    erasure.erase(customer=invitation.customer, actor=None, now=NOW)

    with pytest.raises(recording.AnswerNotPossible):
        answer(invitation)

    assert Response.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("score", [-1, 11])
def test_record_refuses_what_is_no_score(score: int) -> None:
    """G8: the database itself holds the scale."""
    with pytest.raises(IntegrityError), transaction.atomic():
        answer(SentInvitationFactory.create(), score=score)

    assert Response.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (OutboxState.UNKNOWN, {"attempts": 1}),
        (OutboxState.FAILED, {"attempts": 1, "reason": "refused"}),
        (OutboxState.PLANNED, {"attempts": 1, "reason": "retry"}),
        (OutboxState.CLAIMED, {"claim_token": "6f6b2c8e-4a2f-4a0e-9f0b-0d8f6f2b8a11", "claimed_at": NOW}),
    ],
)
def test_record_is_evidence_that_the_mail_arrived(
    program: Any, state: OutboxState, facts: dict[str, Any]
) -> None:
    """G61: unknown, refused and waiting rows become sent, and the quiet period is taken again."""
    attempted = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    invitation = InvitationFactory.create(state=state, attempt_started_at=attempted, **facts)

    answer(invitation)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.sent_at, invitation.reason) == ("sent", attempted, "")
    assert invitation.contact == invitation.customer.contact
    # Half past midnight of 10 March in Berlin: six months end as 10 September begins there.
    contact = Contact.objects.get()
    assert contact.next_survey_at == datetime(2026, 9, 9, 22, tzinfo=UTC)
    assert contact.last_asked_at == attempted


@pytest.mark.django_db
def test_record_quiets_the_address_of_today_too(program: Any) -> None:
    """G61: who changed the address since is asked no sooner at the new one."""
    asked_at_old = ContactFactory.create()
    invitation = InvitationFactory.create(
        state=OutboxState.UNKNOWN, contact=asked_at_old, attempt_started_at=NOW - timedelta(days=1)
    )

    answer(invitation)

    holds = set(Contact.objects.values_list("next_survey_at", flat=True))
    assert (Contact.objects.count(), holds) == (2, {datetime(2026, 9, 8, 22, tzinfo=UTC)})


@pytest.mark.django_db
def test_record_without_a_known_attempt_counts_the_quiet_period_from_the_answer(program: Any) -> None:
    invitation = InvitationFactory.create(state=OutboxState.UNKNOWN)

    answer(invitation)

    invitation.refresh_from_db()
    assert invitation.sent_at == NOW
    assert Contact.objects.get().last_asked_at == NOW


@pytest.mark.django_db
def test_record_keeps_a_later_hold(program: Any) -> None:
    until = datetime(2027, 1, 1, tzinfo=UTC)
    invitation = InvitationFactory.create(state=OutboxState.UNKNOWN, attempt_started_at=NOW)
    Contact.objects.update(next_survey_at=until)

    answer(invitation)

    assert Contact.objects.get().next_survey_at == until


@pytest.mark.django_db
def test_record_takes_stage_and_attributes_of_now_where_nothing_was_frozen(program: Any) -> None:
    customer = CustomerFactory.create(stage="advocate", attributes={"plan": "gold"})
    invitation = InvitationFactory.create(customer=customer, state=OutboxState.FAILED, attempt_started_at=NOW)

    response = answer(invitation)

    assert (response.stage, response.attributes) == ("advocate", {"plan": "gold"})


@pytest.mark.django_db
def test_record_asks_a_sent_row_for_no_evidence(program: Any) -> None:
    invitation = SentInvitationFactory.create()

    answer(invitation)

    assert Contact.objects.get().next_survey_at is None

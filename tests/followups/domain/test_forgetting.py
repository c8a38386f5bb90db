"""Erasing a customer reaches this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain import erasure
from followups.domain import endorsing, referring, telling, working
from followups.domain.messages import claiming
from followups.domain.messages.mailbag import MessageMailbag
from followups.enums import EndorsementKind, FollowUpState
from followups.models import Endorsement, Message, Notification, PlanItem, Referral, Run, StepRun
from mailroom.domain import delivery
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory
from tests.followups.everything import follow
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from team.models import User


def test_erasure_clears_the_notes_and_closes_what_is_unfinished(
    ana: Customer, ines: Rep, admin: User
) -> None:
    followup = FollowUpFactory.create(customer=ana, assignee=ines.user)
    other = FollowUpFactory.create(customer=CustomerFactory.create(), assignee=ines.user)
    for row, text in ((followup, "Ana is on leave until May."), (other, "Stays.")):
        working.log_call(followup=row, actor=ines.user, reached=True, note=text, now=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    followup.refresh_from_db()
    ines.refresh_from_db()
    assert (followup.state, followup.closed_at, ines.load) == (FollowUpState.UNREACHABLE, NOW, 1)
    assert list(followup.activities.values_list("kind", "note")) == [
        ("opened", ""),
        ("call", ""),
        ("state", ""),
    ]
    assert list(other.activities.exclude(note="").values_list("note", flat=True)) == ["Stays."]


def test_words_go_and_numbers_stay_in_every_table(ana: Customer, ines: Rep, admin: User) -> None:
    """Planned messages are cancelled, playbooks stop, promises are dropped; that they were stays known."""
    followup = FollowUpFactory.create(customer=ana, assignee=ines.user)
    follow(followup)
    sent = MessageFactory.create(customer=ana, state="sent", sent_at=NOW, attempt_started_at=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    assert list(
        Message.objects.order_by("pk").values_list("state", "reason", "subject", "body", "sent_at")
    ) == [
        ("cancelled", "erased", "", "", None),
        ("sent", "", "", "", NOW),
    ]
    run, step = Run.objects.get(), StepRun.objects.get()
    assert (run.state, run.ended_at, step.state, step.note) == ("stopped", NOW, "cancelled", "")
    endorsement = Endorsement.objects.get()
    assert (endorsement.state, endorsement.quote, endorsement.agreed_at) == ("withdrawn", "", NOW)
    assert (PlanItem.objects.get().state, PlanItem.objects.get().title) == ("dropped", "erased")
    assert Referral.objects.get().company == "Other Ltd."
    told = Notification.objects.filter(key__startswith="assigned:").get()
    assert (told.state, told.title, told.text, told.in_app) == ("cancelled", "erased", "", False)
    assert [telling.headline(line) for line in followup.activities.filter(kind="message")] == [
        "Sent a message"
    ]
    assert sent.pk


def test_whoever_was_recommended_is_forgotten_there_too(ana: Customer, admin: User) -> None:
    advocate = CustomerFactory.create()
    Referral.objects.create(advocate=advocate, name="Ana Ruiz", email=ana.email.upper(), named_on=NOW)
    Referral.objects.create(advocate=advocate, name="Ana Ruiz", referred=ana, named_on=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    assert list(Referral.objects.order_by("pk").values_list("name", "email")) == [("erased", ""), ("", "")]


def test_no_name_stays_in_the_trail_of_favors(ana: Customer, admin: User) -> None:
    """What was done, when and by whom stays known; what they said against it goes."""
    advocate = CustomerFactory.create()
    row = referring.record(advocate=advocate, name="Ana Ruiz", email=ana.email, actor=admin, now=NOW)
    referring.win(referral=row, customer=ana, actor=admin, now=NOW)
    asked = endorsing.ask(customer=ana, kind=EndorsementKind.REVIEW, actor=admin, now=NOW)
    endorsing.decline(endorsement=asked, words="Ana is on leave.", actor=admin, now=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.refusal) == ("declined", "")
    trail = AuditEntry.objects.filter(action__startswith="referral.").order_by("pk")
    assert list(trail.values_list("action", "subject_label", "actor")) == [
        ("referral.recorded", "erased", admin.pk),
        ("referral.won", "erased", admin.pk),
    ]
    assert not AuditEntry.objects.filter(subject_label__contains="Ana").exists()


def test_a_message_that_was_claimed_before_the_erasure_does_not_leave(ana: Customer, admin: User) -> None:
    row = MessageFactory.create(customer=ana)
    taken, transport = claiming.claim(now=NOW), Told()

    erasure.erase(customer=ana, actor=admin, now=NOW)
    delivery.hand_over(mailbag=MessageMailbag(), token=taken.token, transport=transport, clock=lambda: NOW)

    row.refresh_from_db()
    assert (transport.sent, row.state, row.reason, row.subject) == ([], "skipped", "erased", "")

"""Ways to break each invariant: written past the verbs, which would refuse."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from customers.models import Contact
from mailroom.enums import EventKind, OutboxState
from mailroom.models import ProviderEvent
from responses.models import Response
from surveys.models import Invitation, QuietException
from team.domain import audit
from team.models import User
from tests.factories.customers import CustomerFactory
from tests.factories.followups import RepFactory
from tests.factories.integrations import ClaimedFactory, DeliveredFactory, DeliveryFactory
from tests.factories.messages import MessageFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

LONG_AGO = NOW - timedelta(days=30)


def ask_twice_in_a_month() -> str:
    first = SentInvitationFactory.create(attempt_started_at=LONG_AGO, sent_at=LONG_AGO)
    return f"invitation {SentInvitationFactory.create(customer=first.customer).pk}"


def send_again() -> str:
    row = SentInvitationFactory.create(sent_at=LONG_AGO)
    return f"invitation {row.pk}"


def send_without_attempt() -> str:
    return f"invitation {SentInvitationFactory.create(attempt_started_at=None).pk}"


def leave_claimed() -> str:
    row = InvitationFactory.create(
        state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW - timedelta(hours=1)
    )
    return f"invitation {row.pk}"


def leave_planned() -> str:
    return f"invitation {InvitationFactory.create(send_after=NOW - timedelta(days=4)).pk}"


def answer_from_nowhere() -> str:
    return f"response {ResponseFactory.create(first=None).pk}"


def show_another_score() -> str:
    response = ResponseFactory.create()
    Response.objects.filter(pk=response.pk).update(score=10)
    return f"response {response.pk}"


def write_to_refuser() -> str:
    row = SentInvitationFactory.create()
    Contact.objects.filter(invitations=row).update(
        blocked_reason="unsubscribed", blocked_at=NOW - timedelta(days=1)
    )
    return f"invitation {row.pk}"


def plan_for_the_erased() -> str:
    customer = CustomerFactory.create(erased_at=NOW)
    return f"invitation {InvitationFactory.create(customer=customer).pk}"


def hold_for_a_refusal() -> str:
    token = uuid.uuid4()
    row = SentInvitationFactory.create(state=OutboxState.FAILED, sent_at=None, claim_token=token)
    Contact.objects.filter(invitations=row).update(hold_token=token, next_survey_at=NOW + timedelta(days=180))
    return f"contact {row.contact_id}"


def pass_the_cap() -> str:
    campaign = CampaignFactory.create(daily_cap=1, created_at=LONG_AGO)
    SentInvitationFactory.create_batch(2, campaign=campaign)
    return f"campaign {campaign.pk}"


def leave_a_detractor_alone() -> str:
    return f"response {ResponseFactory.create(score=2).pk}"


def leave_an_event_unread() -> str:
    event = ProviderEvent.objects.create(
        esp="postmark",
        key="one",
        kind=EventKind.BOUNCED,
        occurred_at=LONG_AGO,
        received_at=NOW - timedelta(hours=1),
    )
    return f"provider event {event.pk}"


def grant_without_a_name() -> str:
    campaign = CampaignFactory.create()
    granted = QuietException.objects.create(
        campaign=campaign, months=1, reason="Pilot", until=NOW + timedelta(days=30)
    )
    return f"quiet exception {granted.pk}"


def miscount_a_load() -> str:
    return f"rep {RepFactory.create(load=3).pk}"


def send_a_message_without_attempt() -> str:
    row = MessageFactory.create(state=OutboxState.SENT, sent_at=NOW)
    return f"message {row.pk}"


def send_a_message_again() -> str:
    row = MessageFactory.create(state=OutboxState.UNKNOWN, sent_at=NOW, attempt_started_at=NOW)
    return f"message {row.pk}"


def leave_a_message_claimed() -> str:
    row = MessageFactory.create(
        state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW - timedelta(hours=1)
    )
    return f"message {row.pk}"


def leave_a_message_planned() -> str:
    return f"message {MessageFactory.create(send_after=NOW - timedelta(days=4)).pk}"


def write_a_message_to_a_refuser() -> str:
    row = MessageFactory.create(state=OutboxState.SENT, sent_at=NOW, attempt_started_at=NOW)
    assert row.contact_id is not None
    Contact.objects.filter(pk=row.contact_id).update(
        blocked_reason="unsubscribed", blocked_at=NOW - timedelta(days=1)
    )
    return f"message {row.pk}"


def plan_a_message_for_the_erased() -> str:
    return f"message {MessageFactory.create(customer__erased_at=NOW).pk}"


def send_a_notification_without_attempt() -> str:
    return f"notification {NotificationFactory.create(state=OutboxState.SENT, sent_at=NOW).pk}"


def send_a_notification_again() -> str:
    row = NotificationFactory.create(state=OutboxState.UNKNOWN, sent_at=NOW, attempt_started_at=NOW)
    return f"notification {row.pk}"


def leave_a_notification_claimed() -> str:
    row = NotificationFactory.create(
        state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW - timedelta(hours=1)
    )
    return f"notification {row.pk}"


def leave_a_notification_planned() -> str:
    return f"notification {NotificationFactory.create(send_after=NOW - timedelta(days=4)).pk}"


def notify_somebody_who_left() -> str:
    left_at = NOW - timedelta(minutes=5)
    row = NotificationFactory.create(state=OutboxState.SENT, sent_at=NOW, attempt_started_at=NOW)
    audit.log(actor=None, action="person.deactivate", subject=row.recipient, now=left_at)
    User.objects.filter(pk=row.recipient_id).update(is_active=False)
    return f"notification {row.pk}"


def plan_a_notification_for_somebody_who_left() -> str:
    earlier = NOW - timedelta(minutes=6)
    row = NotificationFactory.create(recipient__is_active=False, planned_at=earlier, send_after=earlier)
    return f"notification {row.pk}"


def leave_a_call_claimed() -> str:
    return f"webhook call {ClaimedFactory.create(claimed_at=NOW - timedelta(hours=1)).pk}"


def leave_a_call_planned() -> str:
    return f"webhook call {DeliveryFactory.create(send_after=NOW - timedelta(days=4)).pk}"


def plan_a_call_that_nobody_makes() -> str:
    return f"webhook call {DeliveryFactory.create(endpoint__is_active=False).pk}"


def tell_of_the_erased() -> str:
    customer = CustomerFactory.create(erased_at=NOW)
    row = DeliveredFactory.create(customer=customer, created_at=NOW - timedelta(minutes=1))
    return f"webhook call {row.pk}"


WAYS: dict[str, list[Callable[[], str]]] = {
    "I1": [ask_twice_in_a_month],
    "I2": [send_again, send_a_message_again, send_a_notification_again],
    "I3": [send_without_attempt, send_a_message_without_attempt, send_a_notification_without_attempt],
    "I4": [leave_claimed, leave_a_message_claimed, leave_a_notification_claimed],
    "I5": [leave_planned, leave_a_message_planned, leave_a_notification_planned],
    "I6": [answer_from_nowhere],
    "I7": [show_another_score],
    "I8": [write_to_refuser, write_a_message_to_a_refuser, notify_somebody_who_left],
    "I9": [plan_for_the_erased, plan_a_message_for_the_erased, plan_a_notification_for_somebody_who_left],
    "I10": [hold_for_a_refusal],
    "I11": [pass_the_cap],
    "I12": [leave_a_detractor_alone],
    "I13": [leave_an_event_unread],
    "I14": [grant_without_a_name],
    "I15": [miscount_a_load],
    "I16": [
        leave_a_call_claimed,
        leave_a_call_planned,
        plan_a_call_that_nobody_makes,
        tell_of_the_erased,
    ],
}


def innocent_rows() -> None:
    """What looks near and breaks nothing."""
    months_ago = NOW - timedelta(days=184)
    first = SentInvitationFactory.create(
        claimed_at=months_ago, attempt_started_at=months_ago, sent_at=months_ago
    )
    SentInvitationFactory.create(customer=first.customer)
    InvitationFactory.create(send_after=NOW - timedelta(days=2))
    InvitationFactory.create(send_after=NOW - timedelta(days=9), campaign__state="paused")
    InvitationFactory.create(state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW)
    MessageFactory.create(send_after=NOW - timedelta(days=2))
    MessageFactory.create(state=OutboxState.SENT, sent_at=NOW, attempt_started_at=NOW)
    NotificationFactory.create(send_after=NOW - timedelta(days=2))
    NotificationFactory.create(recipient__is_active=False)
    NotificationFactory.create(state=OutboxState.SENT, sent_at=NOW, attempt_started_at=NOW)
    NotificationFactory.create(state=OutboxState.CLAIMED, claim_token=uuid.uuid4(), claimed_at=NOW)
    told = NotificationFactory.create(state=OutboxState.SENT, sent_at=LONG_AGO, attempt_started_at=LONG_AGO)
    audit.log(actor=None, action="person.deactivate", subject=told.recipient, now=NOW)
    User.objects.filter(pk=told.recipient_id).update(is_active=False)
    DeliveryFactory.create(send_after=NOW - timedelta(days=2))
    DeliveryFactory.create(event="test", endpoint__is_active=False)
    DeliveryFactory.create(state="cancelled", send_after=NOW - timedelta(days=9))
    ClaimedFactory.create()
    DeliveredFactory.create(customer__erased_at=NOW - timedelta(days=1))
    DeliveredFactory.create(customer__erased_at=NOW, created_at=LONG_AGO, payload={})
    SentInvitationFactory.create(state=OutboxState.UNKNOWN, sent_at=None)
    Invitation.objects.filter(pk=first.pk).update(delivered_at=NOW)
    QuietException.objects.all().delete()

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages

from mailroom.enums import OutboxState
from surveys.enums import CampaignState
from surveys.models import Campaign, Reminder
from team.models import AuditEntry
from tests.factories.customers import ContactFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Invitation
    from team.models import Program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("activate", CampaignState.DRAFT, CampaignState.ACTIVE),
        ("pause", CampaignState.ACTIVE, CampaignState.PAUSED),
        ("resume", CampaignState.PAUSED, CampaignState.ACTIVE),
        ("end", CampaignState.ACTIVE, CampaignState.ENDED),
    ],
)
def test_a_manager_moves_a_campaign(page: Client, verb: str, before: str, after: str) -> None:
    """G2"""
    campaign = CampaignFactory.create(state=before)
    address = f"/campaigns/{campaign.pk}/{verb}/"

    assert page.get(address).status_code == 405
    response = page.post(address)

    campaign.refresh_from_db()
    assert (campaign.state, response.headers["Location"]) == (after, f"/campaigns/{campaign.pk}/")
    assert AuditEntry.objects.get().action == f"campaign.{verb}"


def test_a_campaign_with_obstacles_is_not_activated(page: Client, program: Program) -> None:
    program.postal_address = ""
    program.save(update_fields=["postal_address"])
    campaign = CampaignFactory.create(state=CampaignState.DRAFT)

    response = page.post(f"/campaigns/{campaign.pk}/activate/")

    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Every mail must carry your postal address: add it under Settings, Program."
    ]
    assert Campaign.objects.get().state == CampaignState.DRAFT


@pytest.fixture
def unknown() -> Invitation:
    """A mail whose hand-over broke off."""
    row: Invitation = InvitationFactory.create(
        state=OutboxState.UNKNOWN,
        attempt_started_at=NOW,
        claimed_at=NOW,
        attempts=1,
        contact=ContactFactory.create(),
    )
    return row


@pytest.mark.parametrize(("answer", "state"), [("yes", OutboxState.SENT), ("no", OutboxState.PLANNED)])
def test_a_manager_decides_about_an_unknown_mail(
    page: Client, unknown: Invitation, answer: str, state: OutboxState
) -> None:
    own = f"/campaigns/{unknown.campaign_id}/"
    assert b"Was it sent?" in page.get(own).content

    page.post(f"{own}invitations/{unknown.pk}/", {"was_sent": answer})

    unknown.refresh_from_db()
    assert unknown.state == state
    assert AuditEntry.objects.get().action == "invitation.decided"
    assert b"Was it sent?" not in page.get(own).content


def test_a_mail_is_decided_once(page: Client, unknown: Invitation) -> None:
    address = f"/campaigns/{unknown.campaign_id}/invitations/{unknown.pk}/"
    page.post(address, {"was_sent": "yes"})

    page.post(address, {"was_sent": "no"})
    page.post(address, {"was_sent": "maybe"})

    unknown.refresh_from_db()
    assert unknown.state == OutboxState.SENT
    assert AuditEntry.objects.count() == 1


def test_a_viewer_decides_nothing(onlooker: Client, unknown: Invitation) -> None:
    own = f"/campaigns/{unknown.campaign_id}/"

    assert onlooker.post(f"{own}invitations/{unknown.pk}/", {"was_sent": "yes"}).status_code == 403
    assert onlooker.post(f"{own}end/").status_code == 403
    assert b"Was it sent?" not in onlooker.get(own).content


@pytest.mark.parametrize(("answer", "state"), [("yes", OutboxState.SENT), ("no", OutboxState.PLANNED)])
def test_a_manager_decides_about_an_unknown_reminder(page: Client, answer: str, state: OutboxState) -> None:
    """G65: a reminder is an outbox row of its own, and nobody but a person sends it again."""
    sent = SentInvitationFactory.create()
    reminder = Reminder.objects.create(
        invitation=sent, number=1, state=OutboxState.UNKNOWN, send_after=NOW, attempts=1,
        attempt_started_at=NOW, claimed_at=NOW,
    )  # fmt: skip
    own = f"/campaigns/{sent.campaign_id}/"
    assert b"Reminder 1, tried" in page.get(own).content

    page.post(f"{own}reminders/{reminder.pk}/", {"was_sent": answer})
    page.post(f"{own}reminders/{reminder.pk}/", {"was_sent": "maybe"})

    reminder.refresh_from_db()
    assert reminder.state == state
    assert AuditEntry.objects.get().action == "reminder.decided"

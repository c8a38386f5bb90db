from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mailroom.enums import OutboxState
from surveys.enums import CampaignState, Reason
from team.enums import Scope
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

CAMPAIGNS, INVITATIONS = "/api/v1/campaigns/", "/api/v1/invitations/"


@pytest.fixture
def key(program: Program) -> dict[str, str]:
    """The headers of a program that may read."""
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ.value]))


def ids(key: dict[str, str], address: str, **query: Any) -> list[int]:
    response = Client().get(address, query, headers=key)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_a_campaign_tells_its_schedule_and_counts(key: dict[str, str]) -> None:
    """T17 G65"""
    campaign = CampaignFactory.create(stages=["renewal"])
    SentInvitationFactory.create_batch(3, campaign=campaign)
    SentInvitationFactory.create(campaign=campaign, answered_at=NOW)

    told = Client().get(f"{CAMPAIGNS}{campaign.pk}/", headers=key).json()

    assert {
        name: told[name] for name in ("name", "state", "schedule", "stages", "offset_days", "opens_at")
    } == {
        "name": campaign.name,
        "state": "active",
        "schedule": "60 days before renewal",
        "stages": ["renewal"],
        "offset_days": -60,
        "opens_at": "00:00:00",
    }
    assert told["counts"] == {
        "waiting": 0, "sending": 0, "sent": 4, "bounced": 0, "proven": 0, "seen": 0, "reached": 4,
        "answered": 1, "rate": 25.0,
        "unknown": 0, "failed": 0, "skipped": 0, "expired": 0, "cancelled": 0,
    }  # fmt: skip


def test_campaigns_are_narrowed_by_state(key: dict[str, str]) -> None:
    active = CampaignFactory.create()
    paused = CampaignFactory.create(state=CampaignState.PAUSED)

    assert ids(key, CAMPAIGNS) == [active.pk, paused.pk]
    assert ids(key, CAMPAIGNS, state="paused") == [paused.pk]


def test_an_invitation_tells_every_instant_in_utc(key: dict[str, str]) -> None:
    """G62"""
    row = SentInvitationFactory.create(
        delivered_at=NOW, opened_at=NOW + timedelta(minutes=1), started_at=NOW + timedelta(minutes=2),
        answered_at=NOW + timedelta(minutes=3), stage="renewal",
    )  # fmt: skip

    told = Client().get(f"{INVITATIONS}{row.pk}/", headers=key).json()

    assert told == {
        "id": row.pk,
        "campaign": row.campaign_id,
        "customer": {
            "id": row.customer_id,
            "external_id": row.customer.external_id,
            "name": row.customer.name,
            "email": row.customer.email,
            "last_surveyed_at": None,
        },
        "state": "sent",
        "reason": "",
        "occasion": row.occasion,
        "occasion_on": None,
        "stage": "renewal",
        "variant": "",
        "attempts": 1,
        "queued_at": "2026-03-10T09:00:00Z",
        "send_after": "2026-03-10T09:00:00Z",
        "expires_at": None,
        "sent_at": "2026-03-10T08:00:00Z",
        "delivered_at": "2026-03-10T09:00:00Z",
        "bounced_at": None,
        "complained_at": None,
        "opened_at": "2026-03-10T09:01:00Z",
        "clicked_at": None,
        "started_at": "2026-03-10T09:02:00Z",
        "answered_at": "2026-03-10T09:03:00Z",
    }


def test_invitations_are_narrowed(key: dict[str, str]) -> None:
    planned = InvitationFactory.create()
    skipped = InvitationFactory.create(state=OutboxState.SKIPPED, reason=Reason.QUIET_PERIOD)
    sent = SentInvitationFactory.create()
    answered = SentInvitationFactory.create(sent_at=NOW - timedelta(days=9), answered_at=NOW)

    assert ids(key, INVITATIONS) == [answered.pk, sent.pk, skipped.pk, planned.pk]
    assert ids(key, INVITATIONS, campaign=sent.campaign_id) == [sent.pk]
    assert ids(key, INVITATIONS, customer=planned.customer_id) == [planned.pk]
    assert ids(key, INVITATIONS, state=["planned", "skipped"]) == [skipped.pk, planned.pk]
    assert ids(key, INVITATIONS, reason="quiet_period") == [skipped.pk]
    assert ids(key, INVITATIONS, sent_since="2026-03-09T00:00:00Z") == [sent.pk]
    assert ids(key, INVITATIONS, answered="true") == [answered.pk]
    assert ids(key, INVITATIONS, answered="false") == [sent.pk, skipped.pk, planned.pk]


@pytest.mark.parametrize("address", [CAMPAIGNS, INVITATIONS])
def test_lists_take_the_same_queries_for_one_row_and_three(key: dict[str, str], address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            Client().get(address, headers=key)
        return len(captured)

    SentInvitationFactory.create()
    queries()
    one = queries()
    SentInvitationFactory.create_batch(2)

    assert queries() == one
